/**
 * The code that lets one person set the firm up. It is kept nowhere: it follows from a salt in the database, which goes when
 * the firm is made, and the server's secret. So all nodes agree, and a restart changes nothing.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Transaction } from '../../database/index.ts'
import type { Application } from '../../declarations.ts'
import { tokenOf } from '../../keys/index.ts'

const SALT = 'setup'

/** Null where the firm is made already. */
export async function setupCode(app: Application): Promise<string | null> {
  const db = app.get('db')
  if (await db('settings').where({ key: 'firm' }).first('key')) return null
  const value = { salt: randomBytes(16).toString('hex') }
  await db('settings').insert({ key: SALT, value }).onConflict('key').ignore()
  const kept = await db('settings').where({ key: SALT }).first('value')
  return kept ? tokenOf(app.get('config').sessionSecret, { id: SALT, salt: kept.value.salt }) : null
}

export const spendSetupCode = (trx: Transaction) => trx('settings').where({ key: SALT }).delete()

/** In a time that does not depend on how much of it is right. */
export const isSameCode = (code: string, given: unknown) =>
  typeof given === 'string' && timingSafeEqual(digest(code), digest(given))

const digest = (text: string) => createHash('sha256').update(text).digest()
