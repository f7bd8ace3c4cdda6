/**
 * A place in the feed, sealed: encrypted under a random nonce, of fixed length, bound to the side it was made for. Nothing
 * about hidden activity can be read from it, and it expires by the clock, never by a count of entries.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

const NONCE = 12
const TAG = 16
const LIFETIME = 7 * 24 * 3600 * 1000

export class Cursors {
  #key: Buffer

  constructor(secret: string) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'strefa cursor', 32))
  }

  seal(side: string, seq: number, now: Date): string {
    const plain = Buffer.alloc(32)
    plain.writeBigUInt64BE(BigInt(seq), 0)
    plain.writeBigUInt64BE(BigInt(now.getTime()), 8)
    digest(side).copy(plain, 16)
    const nonce = randomBytes(NONCE)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce)
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString(
      'base64url'
    )
  }

  /** The place, or null when the cursor is too old, made for another side, or not ours. */
  open(side: string, cursor: string, now: Date): number | null {
    try {
      const sealed = Buffer.from(cursor, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, NONCE))
      decipher.setAuthTag(sealed.subarray(-TAG))
      const plain = Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()])
      const age = now.getTime() - Number(plain.readBigUInt64BE(8))
      if (age > LIFETIME || !digest(side).equals(plain.subarray(16))) return null
      return Number(plain.readBigUInt64BE(0))
    } catch {
      return null
    }
  }
}

const digest = (side: string) => createHash('sha256').update(side).digest().subarray(0, 16)
