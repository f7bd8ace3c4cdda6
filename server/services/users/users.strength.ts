/** Refuses passwords that would soon be guessed. */
import { BadRequest } from '@feathersjs/errors'
import type { Database, Transaction } from '../../database/index.ts'
import type { Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import { STRONG, strengthOf } from '../../passwords/strength.ts'

/** Throws BadRequest. Call it after the length is known to be bounded. */
export function refuseWeak(password: string, known: string[]) {
  if (strengthOf(password, known) >= STRONG) return
  const error = fault(BadRequest, 'weakPassword')
  const errors = [{ path: 'password', code: 'weakPassword', values: {} }]
  throw Object.assign(error, { data: { ...error.data, errors } })
}

/** What everyone knows of a person: how they are called, their address, their organization and this firm. */
export async function knownOf(
  db: Database | Transaction,
  { name = '', email = '', organizationId = null }: Partial<Row>
): Promise<string[]> {
  const firm = await db('settings').where({ key: 'firm' }).first('value')
  const organization = await db('organizations').where({ id: organizationId }).first('name')
  return [name, email, firm?.value.name ?? '', organization?.name ?? '']
}
