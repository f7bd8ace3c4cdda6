/** Passwords are kept as argon2id hashes in PHC form, with the parameters that OWASP recommends (19 MiB, 2 passes). */
import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto'
import { promisify } from 'node:util'
import type { Transaction } from '../../database/index.ts'
import { addJob } from '../../jobs/index.ts'
import { PASSWORD_TASK } from '../../keys/index.ts'
import { Turns } from '../../limits/index.ts'

const deriveAtOnce = promisify(argon2)

/**
 * A hash takes 19 MiB and tens of milliseconds of a thread that files need too. So two at once, and round those who wait
 * for one: a flood of guesses from one network delays an honest sign-in from another by one hash.
 */
const turns = new Turns({ atOnce: 2, each: 2, waitingEach: 50, waiting: 500 })

const derive = (turn: string, parameters: Argon2Parameters) =>
  turns.run(turn, () => deriveAtOnce('argon2id', parameters))

/** Those whose turn it is, where nobody says: people who are signed in. */
const INSIDE = 'inside'
const COST = { memory: 19_456, passes: 2, parallelism: 1 }
const TAG = 32

export async function hashPassword(password: string, turn = INSIDE): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await derive(turn, { message: password, nonce, tagLength: TAG, ...COST })
  const { memory, passes, parallelism } = COST
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(nonce)}$${base64(tag)}`
}

/** A hash of nothing in particular is tried for unknown people, so that an answer takes as long for them. */
export async function verifyPassword(
  password: string,
  hash: string = UNKNOWN,
  turn = INSIDE
): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash)
  if (!match) return false
  const [memory, passes, parallelism] = match.slice(1, 4).map(Number) as [number, number, number]
  const nonce = Buffer.from(match[4] as string, 'base64')
  const kept = Buffer.from(match[5] as string, 'base64')
  const tag = await derive(turn, {
    message: password,
    nonce,
    tagLength: kept.length,
    memory,
    passes,
    parallelism
  })
  return timingSafeEqual(tag, kept) && hash !== UNKNOWN
}

/** By mail, to the address that the account has had until now. */
export const tellOfPassword = (trx: Transaction, { id, email }: { id: string; email?: string }) =>
  addJob(trx, PASSWORD_TASK, { userId: id, email })

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
const UNKNOWN = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=1$${base64(Buffer.alloc(16))}$${base64(Buffer.alloc(TAG))}`
