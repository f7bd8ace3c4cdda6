import { untrack } from 'svelte'
import { service, type Query } from './client.ts'
import { type Failure, failure } from './failure.ts'
import type { Change } from './feed.ts'
import { live, losesRoom, roomServices } from './live.svelte.ts'
import { matches, needsServer, orderOf } from './query.ts'
import { emptySlice, joined, type Rules, type Slice, upsert, without, withoutRoom } from './slice.ts'

interface Item {
  id: string
  roomId?: string
}

export interface CollectionOptions<T extends Item> {
  service: string
  /** The query of `find`, with `$sort` and `$limit` (default 50). */
  query?: Query
  /** Which records of the stream are in the list; by default those that match the query. */
  belongs?: (item: T) => boolean
  /** The room all records are of: the list empties when the room is lost and is fetched anew when it is gained. */
  room?: string
}

/**
 * A list that stays as a fresh fetch would show it: it finds by query and then follows the stream. It is never edited
 * by hand. Make it in a component with `collection()`.
 */
export class LiveCollection<T extends Item> {
  #slice = $state.raw<Slice<T>>(emptySlice<T>())
  #status = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle')
  #failure = $state.raw<Failure | null>(null)
  #fetching = $state(false)
  #options: CollectionOptions<T> | null = null
  #rules: Rules<T> = { belongs: () => true, compare: () => 0 }
  #touched = new Map<string, T | null>()
  #lostRooms = new Set<string>()
  #turn = 0
  #leave: (() => void) | null = null
  #again: ReturnType<typeof setTimeout> | undefined

  /** The records, sorted; replaced as a whole at each change. */
  get items(): readonly T[] {
    return this.#slice.items
  }
  /** How many there are on the server. */
  get total() {
    return this.#slice.total
  }
  /** True until the first answer: draw a skeleton. */
  get loading() {
    return this.#status === 'idle' || this.#status === 'loading'
  }
  get failed() {
    return this.#status === 'failed'
  }
  get failure() {
    return this.#failure
  }
  get hasMore() {
    return this.#slice.total > this.#slice.items.length
  }
  get fetchingMore() {
    return this.#fetching && this.#status === 'ready'
  }
  get(id: string): T | undefined {
    return this.#slice.items.find((item) => item.id === id)
  }

  open(options: CollectionOptions<T>): void {
    const query = options.query ?? {}
    if (options.service !== this.#options?.service || options.room !== this.#options?.room)
      this.#slice = emptySlice<T>()
    this.#options = options
    this.#rules = {
      belongs: options.belongs ?? (needsServer(query) ? () => true : matches(query)),
      compare: orderOf(query.$sort as Record<string, number>)
    }
    if (this.#slice.items.length === 0) this.#status = 'loading'
    this.#leave ??= live.follow({
      change: (change) => this.#change(change),
      reset: () => void this.fetch(),
      resume: () => this.#status !== 'ready' && void this.fetch()
    })
    void this.fetch()
  }

  close(): void {
    this.#leave?.()
    this.#leave = null
    this.#turn++
    clearTimeout(this.#again)
  }

  /** Fetches anew as much as is shown; the old stays on screen until the answer. */
  async fetch(): Promise<void> {
    const limit = Math.max(this.#limit, Math.min(this.#slice.items.length, 200))
    await this.#find({ $limit: limit, $skip: 0 }, () => emptySlice<T>())
  }

  /** Fetches the next page. */
  async more(): Promise<void> {
    if (this.#fetching || !this.hasMore) return
    await this.#find({ $limit: this.#limit, $skip: this.#slice.items.length }, () => this.#slice)
  }

  get #limit() {
    return (this.#options?.query?.$limit as number) ?? 50
  }

  async #find(page: { $limit: number; $skip: number }, known: () => Slice<T>): Promise<void> {
    const turn = ++this.#turn
    const options = this.#options!
    this.#fetching = true
    await live.ready()
    if (turn !== this.#turn) return
    this.#touched.clear()
    this.#lostRooms.clear()
    try {
      const answer = await service<T>(options.service).find({ query: { ...options.query, ...page } })
      if (turn !== this.#turn) return
      let slice = joined(known(), answer, this.#touched, this.#rules)
      for (const room of this.#lostRooms) slice = withoutRoom(slice, room)
      this.#slice = slice
      this.#status = 'ready'
      this.#failure = null
    } catch (error) {
      if (turn !== this.#turn) return
      const why = failure(error)
      // Without an answer we wait for the connection; `resume` asks again.
      if (why.code !== null && this.#status !== 'ready') {
        this.#status = 'failed'
        this.#failure = why
      } else if (why.code === null && this.#status === 'ready') this.#askSoon()
    } finally {
      if (turn === this.#turn) this.#fetching = false
    }
  }

  #change(change: Change): void {
    const options = this.#options!
    if (losesRoom(change)) this.#loseRoom(change.data.id)
    if (change.service === options.service) this.#apply(change)
    const gained = change.event === 'created' && roomServices.includes(change.service)
    if (gained && change.service !== options.service && (!options.room || options.room === change.data.id))
      this.#askSoon()
  }

  #apply({ event, data }: Change): void {
    const item = event === 'removed' ? null : (data as T)
    this.#touched.set(data.id, item)
    if (!item) this.#slice = without(this.#slice, data.id)
    else if (needsServer(this.#options!.query ?? {}) && !this.#options!.belongs) this.#applyOrAsk(item)
    else this.#slice = upsert(this.#slice, item, this.#rules)
  }

  /** Whether a record matches a search only the server knows: what is shown is renewed at once, the rest asked. */
  #applyOrAsk(item: T): void {
    if (this.get(item.id)) this.#slice = upsert(this.#slice, item, this.#rules)
    this.#askSoon()
  }

  #loseRoom(id: string): void {
    this.#lostRooms.add(id)
    for (const [key, item] of this.#touched) if (item?.roomId === id) this.#touched.set(key, null)
    this.#slice = withoutRoom(this.#slice, id)
  }

  #askSoon(): void {
    clearTimeout(this.#again)
    this.#again = setTimeout(() => void this.fetch(), 300)
  }
}

/**
 * A live list for as long as the component lives. The options are a function: the list follows when what it reads
 * changes (another room, another filter).
 */
export const collection = <T extends Item>(options: () => CollectionOptions<T> | null): LiveCollection<T> => {
  const list = new LiveCollection<T>()
  let last = ''
  $effect(() => {
    const now = options()
    const key = JSON.stringify(now)
    if (key === last) return
    last = key
    untrack(() => (now ? list.open(now) : list.close()))
  })
  $effect(() => () => list.close())
  return list
}
