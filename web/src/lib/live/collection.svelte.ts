import { untrack } from 'svelte'
import { service, type Page, type Query } from './client.ts'
import { type Failure, failure } from './failure.ts'
import type { Change } from './feed.ts'
import { live, losesRoom, roomServices } from './live.svelte.ts'
import { localPart, matches, needsServer, orderOf } from './query.ts'
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
  /** The order of the server's `$sort`, where the plain values do not tell it (ranks such as priorities). */
  order?: (one: T, other: T) => number
  /** The room all records are of: the list empties when the room is lost and is fetched anew when it is gained. */
  room?: string
}

/** The most the server gives in one answer. */
const LARGEST_PAGE = 200

/** Some pages of the same size, from a place on. */
interface Span {
  limit: number
  skip: number
  pages: number
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
      belongs: options.belongs ?? matches(localPart(query)),
      compare: options.order ?? orderOf(query.$sort as Record<string, number>)
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
    this.#again = undefined
  }

  /** Fetches anew as much as is shown; the old stays on screen until the answer. */
  async fetch(): Promise<void> {
    const shown = this.#slice.items.length
    const limit = Math.max(this.#limit, Math.min(shown, LARGEST_PAGE))
    const pages = Math.max(1, Math.ceil(shown / limit))
    await this.#find({ limit, skip: 0, pages }, () => emptySlice<T>())
  }

  /** Fetches the next page. */
  async more(): Promise<void> {
    if (this.#fetching || !this.hasMore) return
    await this.#find({ limit: this.#limit, skip: this.#slice.items.length, pages: 1 }, () => this.#slice)
  }

  get #limit() {
    return (this.#options?.query?.$limit as number) ?? 50
  }

  async #find(span: Span, known: () => Slice<T>): Promise<void> {
    const turn = ++this.#turn
    const options = this.#options!
    this.#fetching = true
    await live.ready()
    if (turn !== this.#turn) return
    this.#touched.clear()
    this.#lostRooms.clear()
    try {
      const answer = await this.#ask(options, span)
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

  async #ask(options: CollectionOptions<T>, { limit, skip, pages }: Span): Promise<Page<T>> {
    const ask = (from: number) =>
      service<T>(options.service).find({ query: { ...options.query, $limit: limit, $skip: from } })
    const answer = await ask(skip)
    for (let page = 1; page < pages && answer.data.length < answer.total - skip; page++) {
      const next = await ask(skip + page * limit)
      answer.data.push(...next.data)
      answer.total = next.total
    }
    return { ...answer, limit: Math.max(limit, answer.data.length) }
  }

  #change(change: Change): void {
    const options = this.#options!
    if (losesRoom(change)) this.#loseRoom(change.data.id)
    if (change.service === options.service) this.#apply(change)
    const gained = change.event === 'created' && roomServices.includes(change.service)
    if (gained && change.service !== options.service && (!options.room || options.room === change.data.id))
      this.#askSoon()
    if (change.service === 'participants' && 'participantId' in (options.query ?? {})) this.#askSoon()
  }

  #apply({ event, data }: Change): void {
    const item = event === 'removed' ? null : (data as T)
    this.#touched.set(data.id, item)
    if (event !== 'created' && this.hasMore && !this.get(data.id) && !this.#isWithinLoaded(item))
      return this.#askLater()
    if (!item) this.#slice = without(this.#slice, data.id)
    else if (needsServer(this.#options!.query ?? {}) && !this.#options!.belongs) this.#applyOrAsk(item)
    else this.#slice = upsert(this.#slice, item, this.#rules)
  }

  /** Whether a record that is not here lies where all is loaded: then it cannot have been counted before. */
  #isWithinLoaded(item: T | null): boolean {
    const last = this.#slice.items.at(-1)
    return !!item && !!last && this.#rules.belongs(item) && this.#rules.compare(item, last) < 0
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
    this.#again = setTimeout(() => this.#askAgain(), 300)
  }

  /** Whether a record was counted among those not loaded only the server knows. Not everyone asks at one moment. */
  #askLater(): void {
    this.#again ??= setTimeout(() => this.#askAgain(), 1000 + Math.random() * 1000)
  }

  #askAgain(): void {
    this.#again = undefined
    void this.fetch()
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
