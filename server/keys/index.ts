/**
 * Links that open once. The link itself is kept nowhere, neither in the database nor in a job or a log: it follows from the
 * key's id and salt and the server's secret, and the database knows its digest only.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto'

export interface Key {
  id: string
  salt: string
}

/** The job that sends a key by mail. */
export const KEY_TASK = 'key'

/** The job that tells a person by mail that their password has changed. */
export const PASSWORD_TASK = 'password-changed'

export const tokenOf = (secret: string, { id, salt }: Key) =>
  createHmac('sha256', secret).update(`strefa key ${id} ${salt}`).digest('base64url')

export const digestOf = (token: string) => createHash('sha256').update(token).digest('hex')

export function cutKey(secret: string, id: string): Key & { digest: string } {
  const key = { id, salt: randomBytes(16).toString('hex') }
  return { ...key, digest: digestOf(tokenOf(secret, key)) }
}
