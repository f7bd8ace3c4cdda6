import { SvelteMap } from 'svelte/reactivity'
import { service, type Page } from '#lib/live/client.ts'
import type { Change } from '#lib/live/feed.ts'
import { live, losesRoom } from '#lib/live/live.svelte.ts'
import type { Participant } from '#lib/records.ts'

const ROOMS_AT_ONCE = 50
const SEATS_AT_ONCE = 500

/** Who takes part in the rooms on screen: asked in batches when a card first reads it, then kept by the stream. */
class Seats {
  #rooms = new SvelteMap<string, readonly Participant[]>()
  #wanted = new Set<string>()
  #asking: ReturnType<typeof setTimeout> | undefined

  constructor() {
    live.follow({
      change: (change) => this.#change(change),
      reset: () => this.#renew(),
      resume: () => this.#askSoon()
    })
  }

  in(roomId: string): readonly Participant[] {
    const seats = this.#rooms.get(roomId)
    if (!seats) this.#want(roomId)
    return seats ?? []
  }

  #want(roomId: string): void {
    this.#wanted.add(roomId)
    this.#askSoon()
  }

  #askSoon(): void {
    this.#asking ??= setTimeout(() => void this.#ask(), 20)
  }

  async #ask(): Promise<void> {
    const rooms = [...this.#wanted].slice(0, ROOMS_AT_ONCE)
    await live.ready()
    try {
      if (rooms.length > 0) this.#learn(rooms, await this.#all(rooms))
    } catch {
      // Asked again when the connection is whole.
      return
    } finally {
      this.#asking = undefined
    }
    if (this.#wanted.size > 0) this.#askSoon()
  }

  async #all(rooms: string[]): Promise<Participant[]> {
    const seats: Participant[] = []
    let page: Page<Participant>
    do {
      const query = { roomId: { $in: rooms }, $limit: SEATS_AT_ONCE, $skip: seats.length }
      page = await service<Participant>('participants').find({ query })
      seats.push(...page.data)
    } while (page.data.length > 0 && seats.length < page.total)
    return seats
  }

  #learn(rooms: string[], seats: Participant[]): void {
    const byRoom = Map.groupBy(seats, ({ roomId }) => roomId)
    for (const room of rooms) {
      this.#wanted.delete(room)
      this.#rooms.set(room, byRoom.get(room) ?? [])
    }
  }

  #change(change: Change): void {
    if (losesRoom(change)) this.#rooms.delete(change.data.id)
    if (change.service !== 'participants') return
    const { id, roomId } = change.data
    // An answer under way may be older than this: it is asked once more.
    if (roomId && this.#wanted.has(roomId)) setTimeout(() => this.#want(roomId), 100)
    const seats = roomId && this.#rooms.get(roomId)
    if (!seats) return
    const others = seats.filter((seat) => seat.id !== id)
    this.#rooms.set(roomId, change.event === 'removed' ? others : [...others, change.data as Participant])
  }

  #renew(): void {
    for (const room of this.#rooms.keys()) this.#wanted.add(room)
    this.#askSoon()
  }
}

export const seats = new Seats()
