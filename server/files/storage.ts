/**
 * Where the contents of files lie: under the hash of what they are, so that nothing is ever written over with anything else.
 * What is taken in is written whether or not it is there already: whoever sends it must not learn from the time that it takes.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Both ends are counted from 0 and included. */
export interface Range {
  start: number
  end: number
}

export interface Storage {
  /** Throws `CannotStart` where nothing can be kept. */
  ready(): Promise<void>
  /** Takes in what lies at `path`, whole and lasting, and answers its SHA-256 in hexadecimal. The original stays. */
  take(path: string): Promise<string>
  /** Has a file of this machine with that content, which is there for as long as `use` takes. */
  withFile<T>(hash: string, use: (path: string) => Promise<T>): Promise<T>
  /** Throws where there is no such content. */
  read(hash: string, range?: Range): Promise<Readable>
}

/** The same in every storage: no folder grows too long. */
export const placeOf = (hash: string) => `${hash.slice(0, 2)}/${hash}`

export async function hashOf(path: string) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
