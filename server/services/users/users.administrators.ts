/** Who may do everything: made and unmade by one at a time, and the firm always keeps one. */
import { BadRequest } from '@feathersjs/errors'
import type { Transaction } from '../../database/index.ts'
import { changeAdministrators, holdAdministrators } from '../../database/locks.ts'
import type { Application } from '../../declarations.ts'
import type { Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import { mayEnter } from '../../policy/entering.ts'
import type { UserPatch } from './users.schema.ts'

export const actsAsAdmin = (row: Row) => row.role === 'admin' && !row.deactivatedAt

/** What may make or unmake an administrator is done by one at a time. */
export const lockFor = (data: UserPatch) =>
  ['role', 'zone', 'active'].some((field) => data[field as keyof UserPatch] !== undefined)
    ? changeAdministrators
    : holdAdministrators

/** Throws BadRequest where nobody is left. Call it after the change, while `lockFor` holds. */
export async function refuseNoAdmin(app: Application, trx: Transaction) {
  const admin = await trx('users')
    .where({ role: 'admin' })
    .modify(mayEnter(app.get('config')))
    .first('id')
  if (!admin) throw fault(BadRequest, 'lastAdmin')
}
