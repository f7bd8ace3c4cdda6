import { getLocalTimeZone } from '@internationalized/date'
import { untrack } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import { service } from '#lib/live/client.ts'
import { collection, type LiveCollection } from '#lib/live/collection.svelte.ts'
import { failure } from '#lib/live/failure.ts'
import type { Change } from '#lib/live/feed.ts'
import { live } from '#lib/live/live.svelte.ts'
import { localPart, matches } from '#lib/live/query.ts'
import { session } from '#lib/live/session.svelte.ts'
import { m } from '#lib/paraglide/messages.js'
import type { Room } from '#lib/records.ts'
import { serviceOf } from '#lib/rooms/rooms.ts'
import { clock } from '#lib/time/clock.svelte.ts'
import { isLate, today } from '#lib/time/format.ts'
import { toasts } from '#lib/ui/toasts.svelte.ts'
import { type Audience, type Filters, writeFilters } from './filters.ts'
import { cardsIn, type Move, shiftIn, told } from './moves.ts'
import { fieldOf, isEnded, laneNames, lanesOf, queryOf, roomOrder, sortOf } from './query.ts'
import { sumsOf } from './sums.ts'
import { laneWord } from './words.ts'

const PAGE = 50
/** Sums need every room of a stage, so those are fetched in the largest pages, one after another. */
const PAGE_OF_SUMS = 200
const TEN_MINUTES = 600_000

interface Of extends Audience {
  filters: Filters
}

export type BoardLane = Board['lanes'][number]

/** The rooms of one page: in lanes, each with its own part loaded, or in one row by date. */
export class Board {
  #of: () => Of
  #moves = new SvelteMap<string, Move>()
  #lanes: Record<string, LiveCollection<Room>>
  #row: LiveCollection<Room>
  #said = $state('')
  #fresh = $state(true)

  constructor(of: () => Of) {
    this.#of = of
    const names = laneNames[fieldOf(untrack(of))]
    this.#lanes = Object.fromEntries(
      names.map((name) => [name, collection<Room>(() => this.#asked(this.inLanes && name))])
    )
    this.#row = collection<Room>(() => this.#asked(!this.inLanes && ''))
    $effect(() => live.follow({ change: (change) => this.#hear(change), reset: () => this.#settle() }))
    $effect(() => {
      void writeFilters(of().filters)
      untrack(() => this.#settle())
    })
    $effect(() => {
      if (!this.asking) this.#fresh = false
    })
    $effect(() => {
      if (!this.summed) return
      for (const { list } of this.lanes) if (list.hasMore && !list.fetchingMore) void list.more()
    })
  }

  get filters() {
    return this.#of().filters
  }
  get kind() {
    return this.#of().kind
  }
  get field() {
    return fieldOf(this.#of())
  }
  /** Whether the value and the weighted value of each lane are shown. */
  get summed() {
    return this.field === 'stage' && this.inLanes
  }
  /** Boards always, and lists that are grouped in the same way. */
  get inLanes() {
    const { view, group } = this.filters
    return view === 'board' || group === 'lane'
  }
  /** What was done with a card last, for those who hear the page. */
  get said() {
    return this.#said
  }

  readonly lanes = $derived.by(() => lanesOf(this.filters, this.#of()).map((name) => this.#lane(name)))
  #lane(name: string) {
    const list = this.#lanes[name]!
    const cards = cardsIn(name, list.items, this.#moves, this.order)
    return { name, list, cards, total: list.total + shiftIn(name, this.#moves), sums: sumsOf(cards) }
  }
  get row() {
    return this.#row
  }
  get order() {
    return roomOrder(this.#sort)
  }
  get shown(): LiveCollection<Room>[] {
    return this.inLanes ? this.lanes.map(({ list }) => list) : [this.#row]
  }
  get total() {
    return this.shown.reduce((sum, list) => sum + list.total, 0)
  }
  /** How many are late; 0 where only a part is loaded that need not begin with the late. */
  get late() {
    if (this.shown.some((list) => list.hasMore) && (this.filters.sort !== 'due' || this.filters.down))
      return 0
    const late = (room: Room) => room.dueAt !== null && !isEnded(room) && isLate(room.dueAt)
    return this.shown.reduce((sum, list) => sum + list.items.filter(late).length, 0)
  }
  /** Until the page was first whole; later changes of the filters keep what is on screen. */
  get loading() {
    return this.#fresh && this.asking
  }
  /** Some part has not answered yet. */
  get asking() {
    return this.shown.some((list) => list.loading)
  }
  get failed() {
    return this.shown.find((list) => list.failed)
  }
  fetch() {
    for (const list of this.shown) void list.fetch()
  }

  laneOf(room: Room): string {
    return this.#moves.get(room.id)?.to ?? (room[this.field] as string)
  }

  /** Puts the card there at once; if the server does not agree it goes back, and one may try again. */
  async move(room: Room, to: string): Promise<void> {
    const from = this.laneOf(room)
    if (from === to) return
    const before = this.#moves.get(room.id)
    this.#moves.set(room.id, { room: { ...room, [this.field]: to }, from, to, waits: true })
    this.#said = m.boards_moved({ title: room.title, lane: laneWord(to) })
    try {
      await service<Room>(serviceOf(this.kind)).patch(room.id, { [this.field]: to })
    } catch (error) {
      this.#return(room, before)
      const again = { label: m.ui_retry(), run: () => void this.move(room, to) }
      toasts.warn(failure(error).message ?? m.boards_not_moved({ title: room.title }), again)
    }
  }

  #return(room: Room, before: Move | undefined): void {
    if (before) this.#moves.set(room.id, before)
    else this.#moves.delete(room.id)
    this.#said = m.boards_not_moved({ title: room.title })
  }

  #hear({ service: name, event, data }: Change): void {
    const move = this.#moves.get(data.id)
    if (!move || name !== serviceOf(this.kind)) return
    const room = data as Room
    const belongs = event !== 'removed' && matches(localPart(this.#query))(room)
    const next = told(move, room, this.field, belongs)
    if (next) this.#moves.set(room.id, next)
    else this.#moves.delete(room.id)
  }

  /** Everything is asked anew: only what is under way is still held. */
  #settle(): void {
    for (const [id, { waits }] of this.#moves) if (!waits) this.#moves.delete(id)
  }

  /** A list grouped by weeks runs by date. */
  get #sort() {
    const { filters } = this
    return sortOf(!this.inLanes && filters.group === 'week' ? { sort: 'due', down: false } : filters)
  }

  get #query() {
    const moment = Math.floor(clock.now.getTime() / TEN_MINUTES) * TEN_MINUTES
    const timeZone = session.me.timeZone ?? getLocalTimeZone()
    const now = { today: today(), moment: new Date(moment).toISOString(), timeZone }
    return queryOf(this.filters, this.#of(), session.me.id, now)
  }

  /** What one list asks; nothing while it is not shown. `lane` is '' for the row of all. */
  #asked(lane: string | false) {
    if (lane === false || (lane && !lanesOf(this.filters, this.#of()).includes(lane))) return null
    const within = lane ? { [this.field]: lane } : {}
    const page = { $sort: this.#sort, $limit: this.summed ? PAGE_OF_SUMS : PAGE }
    return {
      service: serviceOf(this.kind),
      query: { ...this.#query, ...within, ...page },
      order: this.order
    }
  }
}
