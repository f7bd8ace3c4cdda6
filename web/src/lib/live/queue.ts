/** A write that waits for the server. It keeps its `requestId` through reloads, so that it is written once. */
export interface Entry {
  requestId: string
  service: string
  data: Record<string, unknown>
  at: string
  state: 'waiting' | 'failed' | 'sent'
  /** What the server said when it refused. */
  error?: string | null
  /** The record it became. */
  recordId?: string
}

/** What a queue needs of `localStorage`. */
export interface Store {
  readonly length: number
  key(index: number): string | null
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** Waiting writes of one person on this device, one key each, so that two tabs never overwrite each other. */
export class Queue {
  #store: Store
  #prefix: string

  constructor(store: Store, owner: string) {
    this.#store = store
    this.#prefix = `strefa.outbox.${owner}.`
  }

  all(): Entry[] {
    const entries: Entry[] = []
    for (let index = 0; index < this.#store.length; index++) {
      const key = this.#store.key(index)
      if (key?.startsWith(this.#prefix)) entries.push(JSON.parse(this.#store.getItem(key)!))
    }
    return entries.sort((one, other) => (one.at < other.at ? -1 : 1))
  }

  put(entry: Entry): void {
    this.#store.setItem(this.#prefix + entry.requestId, JSON.stringify(entry))
  }

  remove(requestId: string): void {
    this.#store.removeItem(this.#prefix + requestId)
  }

  clear(): void {
    for (const { requestId } of this.all()) this.remove(requestId)
  }
}
