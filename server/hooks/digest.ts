import { createHmac } from 'node:crypto'

/** What is never put into a digest, not even a keyed one: a password is short enough to be guessed from it. */
const SECRETS = ['password', 'currentPassword', 'token', 'code']

/**
 * What a repeated request is recognised by: an HMAC of its body, and before it the name of the key. The key follows from the
 * session secret; digests under an earlier secret can no longer be compared, and their name says so.
 */
export function digestOf(secret: string, data: Record<string, unknown>): string {
  const key = createHmac('sha256', secret).update('strefa request digests').digest()
  const name = createHmac('sha256', key).update('name').digest('base64url').slice(0, 8)
  const open = Object.entries(data).filter(([field]) => !SECRETS.includes(field))
  const digest = createHmac('sha256', key).update(JSON.stringify(open.sort())).digest('base64url')
  return `${name}.${digest}`
}

/** What cannot be compared, because its digest was erased or made under another key, is taken for a repeat. */
export const isRepeat = (digest: string, earlier: string | null) =>
  earlier === null || earlier.split('.')[0] !== digest.split('.')[0] || earlier === digest
