/** Files on their way, kept on this device so that a reload need not ask for them again. */
import { createStore, del, delMany, get, keys, set } from 'idb-keyval'

/** Bytes. What is larger has to be chosen again. */
const LARGEST = 200_000_000

const store = () => createStore('strefa-files', 'files')
const place = (owner: string, id: string) => `${owner} ${id}`

/** A full or forbidden storage must not stop anyone from sending. */
const quietly = <T>(act: () => Promise<T>): Promise<T | undefined> => {
  try {
    return act().catch(() => undefined)
  } catch {
    return Promise.resolve(undefined)
  }
}

export const kept = {
  put: (owner: string, id: string, file: File) =>
    file.size > LARGEST ? Promise.resolve() : quietly(() => set(place(owner, id), file, store())),
  get: (owner: string, id: string): Promise<File | undefined> =>
    quietly(() => get<File>(place(owner, id), store())).then((file) => file ?? undefined),
  remove: (owner: string, id: string) => quietly(() => del(place(owner, id), store())),
  clear: (owner: string) =>
    quietly(async () => {
      const mine = (await keys<string>(store())).filter((key) => key.startsWith(place(owner, '')))
      await delMany(mine, store())
    })
}
