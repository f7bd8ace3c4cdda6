/** Two at one moment. */
import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import type { Transaction } from '../../server/database/index.ts'
import { tokenOf } from '../../server/keys/index.ts'
import type { Firm } from '../mail/firm.ts'
import type { Answer } from './server.ts'

const TRIES = 10

/** Each try is told its number; a race that is lost once in ten is lost. */
export async function tenTimes(attempt: (at: number) => Promise<void>) {
  for (let at = 0; at < TRIES; at++) await attempt(at)
}

/** What the two were answered, in their order. */
export const atOnce = async (...asked: Promise<Answer>[]) =>
  (await Promise.all(asked)).map(({ status }) => status)

/** The others are told why not. */
export const oneOf = (answers: number[]) => {
  assert.equal(answers.filter((status) => status < 300).length, 1, `${answers}`)
  assert.ok(
    answers.every((status) => status < 500),
    `${answers}`
  )
}

/** `first` is done and not committed before `second` waits for it, or is done without waiting. */
export async function overtaken<T>(
  { db }: Pick<Firm, 'db'>,
  first: (trx: Transaction) => Promise<unknown>,
  second: () => Promise<T>
): Promise<T> {
  const trx = await db.transaction()
  await first(trx)
  let answered = false
  const answer = second().finally(() => (answered = true))
  const waits = async () =>
    (await db.raw('select 1 from pg_locks where not granted and pid <> pg_backend_pid() limit 1')).rows.length
  while (!answered && !(await waits())) await setTimeout(5)
  await trx.commit()
  return answer
}

/** The link that opens what this is, as the mail brings it. */
export async function linkOf(
  { db, server }: Pick<Firm, 'db' | 'server'>,
  whose: { invitationId: string } | { userId: string }
) {
  const key = await db('keys').where(whose).whereNull('usedAt').first('id', 'salt')
  return key && tokenOf(server.app.get('config').sessionSecret, key)
}
