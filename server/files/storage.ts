/** Where the contents of files lie: under the hash of what they are, so that nothing is ever written over. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { link, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Both ends are counted from 0 and included. */
export interface Range {
  start: number
  end: number
}

export interface Storage {
  /** Takes in what lies at `path`, whole and lasting, and answers its SHA-256 in hexadecimal. The original stays. */
  take(path: string): Promise<string>
  read(hash: string, range?: Range): Promise<Readable>
}

export class LocalStorage implements Storage {
  #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** A second name for the same bytes: they are there whole, or not at all, whenever the machine stops. */
  async take(path: string) {
    const hash = await hashOf(path)
    const place = this.#place(hash)
    await mkdir(dirname(place), { recursive: true })
    await flush(path)
    await link(path, place).catch((error) => {
      if (error.code !== 'EEXIST') throw error
    })
    await flush(dirname(place))
    return hash
  }

  async read(hash: string, range?: Range) {
    return createReadStream(this.#place(hash), range)
  }

  #place = (hash: string) => join(this.#folder, hash.slice(0, 2), hash)
}

export async function hashOf(path: string) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

async function flush(path: string) {
  await using handle = await open(path, 'r')
  await handle.sync()
}
