import { service } from './client.ts'
import { failure } from './failure.ts'
import { live } from './live.svelte.ts'
import { type Entry, Queue } from './queue.ts'

const TOO_MANY = 429
/** Seconds. */
const LONGEST_PAUSE = 600

/**
 * Writes on their way. An entry is shown beside the records until the stream brings its record (matched by
 * `requestId` or id); offline it waits, also through a reload, and is sent once on return.
 */
class Outbox {
  #entries = $state.raw<Entry[]>([])
  #queue: Queue | null = null
  #sending = false

  get entries(): readonly Entry[] {
    return this.#entries
  }
  get waiting(): number {
    return this.#entries.filter(({ state }) => state === 'waiting').length
  }

  /** Opens the box of one person on this device. */
  open(owner: string): void {
    this.#queue = new Queue(localStorage, owner)
    for (const entry of this.#queue.all()) if (entry.state === 'sent') this.#queue.remove(entry.requestId)
    this.#read()
    void this.#flush()
  }

  /** Signing out: what waits goes with the person. */
  empty(): void {
    this.#queue?.clear()
    this.#queue = null
    this.#entries = []
  }

  send(name: string, data: Record<string, unknown>): string {
    const requestId = crypto.randomUUID()
    this.#put({ requestId, service: name, data, at: new Date().toISOString(), state: 'waiting' })
    void this.#flush()
    return requestId
  }

  again(requestId: string): void {
    const entry = this.#entries.find((one) => one.requestId === requestId)
    if (!entry) return
    this.#put({ ...entry, state: 'waiting', error: null })
    void this.#flush()
  }

  discard(requestId: string): void {
    this.#queue?.remove(requestId)
    this.#read()
  }

  async #flush(): Promise<void> {
    if (this.#sending || !live.online) return
    this.#sending = true
    try {
      for (let entry; (entry = this.#entries.find(({ state }) => state === 'waiting'));) {
        if (!(await this.#deliver(entry))) break
      }
    } finally {
      this.#sending = false
    }
  }

  /** False: no answer came; try later. */
  async #deliver(entry: Entry): Promise<boolean> {
    const { requestId } = entry
    try {
      const { id } = await service<{ id: string }>(entry.service).create({ ...entry.data, requestId })
      if (this.#has(requestId)) this.#put({ ...entry, state: 'sent', recordId: id })
      // The stream brings the record; should it not (it may already be out of sight), the entry still goes.
      setTimeout(() => this.discard(requestId), 8000)
    } catch (error) {
      const { code, message, retryAfter } = failure(error)
      if (code === null || code === TOO_MANY || code >= 500) {
        setTimeout(() => void this.#flush(), Math.min(retryAfter ?? 4, LONGEST_PAUSE) * 1000)
        return false
      }
      if (this.#has(requestId)) this.#put({ ...entry, state: 'failed', error: message })
    }
    return true
  }

  #has(requestId: string): boolean {
    return this.#entries.some((entry) => entry.requestId === requestId)
  }

  #put(entry: Entry): void {
    this.#queue?.put(entry)
    this.#read()
  }

  #read(): void {
    this.#entries = this.#queue?.all() ?? []
  }

  #settle(data: { id: string; requestId?: string }): void {
    const done = this.#entries.find(
      (entry) => entry.requestId === data.requestId || entry.recordId === data.id
    )
    if (done) this.discard(done.requestId)
  }

  constructor() {
    live.follow({
      change: ({ event, data }) => event !== 'removed' && this.#settle(data),
      reset: () => {},
      resume: () => void this.#flush()
    })
  }
}

export const outbox = new Outbox()
