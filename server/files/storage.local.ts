/** Contents in a folder of this machine. */
import { link, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { hashOf, placeOf, type Range, type Storage } from './storage.ts'

export class LocalStorage implements Storage {
  #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async ready() {
    await mkdir(this.#folder, { recursive: true })
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
    const handle = await open(this.#place(hash))
    return handle.createReadStream(range)
  }

  #place = (hash: string) => join(this.#folder, placeOf(hash))
}

async function flush(path: string) {
  await using handle = await open(path, 'r')
  await handle.sync()
}
