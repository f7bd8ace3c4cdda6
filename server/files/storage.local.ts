/** Contents in a folder of this machine. */
import { randomUUID } from 'node:crypto'
import { link, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { hashOf, placeOf, type Range, type Storage } from './storage.ts'

export class LocalStorage implements Storage {
  #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async ready() {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
  }

  /** A second name for the same bytes: they are there whole, or not at all, whenever the machine stops. */
  async take(path: string) {
    const hash = await hashOf(path)
    const place = this.#place(hash)
    const second = `${place}.${randomUUID()}`
    await mkdir(dirname(place), { recursive: true, mode: 0o700 })
    await flush(path)
    await link(path, second)
    await rename(second, place)
    // Where both were names of the same bytes already, that did nothing.
    await rm(second, { force: true })
    await flush(dirname(place))
    await flush(this.#folder)
    return hash
  }

  withFile<T>(hash: string, use: (path: string) => Promise<T>) {
    return use(this.#place(hash))
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
