/** One change of one record, as the server tells it to this viewer. */
export interface Change {
  service: string
  event: 'created' | 'patched' | 'removed'
  data: { id: string; roomId?: string }
}

interface CatchUp {
  cursor: string
  reset: boolean
  data: Change[]
}

interface Ends {
  /** Asks the journal: without a cursor where we are, with one what was missed since. */
  ask: (since?: string) => Promise<CatchUp>
  apply: (change: Change) => void
  /** What was missed cannot be told: everything must be fetched anew. */
  reset: () => void
}

/**
 * Keeps the stream of changes whole across disconnects: the cursor is taken before anything is fetched, and after
 * a reconnect what was missed is applied before what arrived meanwhile.
 */
export class Feed {
  #ends: Ends
  #cursor: string | undefined
  #held: [Change, string | undefined][] | null = null
  #connection = 0

  constructor(ends: Ends) {
    this.#ends = ends
  }

  /** Call at every connect. Settles when fetching is safe; rejects when the journal did not answer. */
  async connected(): Promise<void> {
    const connection = ++this.#connection
    this.#held ??= []
    const answer = await this.#ends.ask(this.#cursor)
    if (connection !== this.#connection) return
    const missed = answer.reset ? [] : answer.data
    if (answer.reset) this.#ends.reset()
    for (const change of missed) this.#ends.apply(change)
    this.#cursor = answer.cursor
    this.#release()
  }

  receive(change: Change, cursor?: string): void {
    if (this.#held) this.#held.push([change, cursor])
    else this.#apply(change, cursor)
  }

  /** Signed out: another person's cursor must never be used. */
  forget(): void {
    this.#connection++
    this.#cursor = undefined
    this.#held = null
  }

  #release(): void {
    const held = this.#held ?? []
    this.#held = null
    for (const [change, cursor] of held) this.#apply(change, cursor)
  }

  #apply(change: Change, cursor: string | undefined): void {
    this.#ends.apply(change)
    if (cursor) this.#cursor = cursor
  }
}
