import { type Party, partyOf } from '#lib/audience/audience.ts'
import { collection } from '#lib/live/collection.svelte.ts'
import { record } from '#lib/live/record.svelte.ts'
import { session } from '#lib/live/session.svelte.ts'
import { groupsOf, partiesOf, readersOf, type Seat } from '#lib/participants/readers.ts'
import { people } from '#lib/people/people.svelte.ts'
import { RoomPresence } from '#lib/presence/presence.svelte.ts'
import type { Comment, Decision, FileRecord, Link, Participant, Reaction, Room } from '#lib/records.ts'

/** One room on screen, with all that lives in it. Make it while a component is made: it lives as long. */
export class OpenRoom {
  #of: () => { service: string; id: string }
  #record
  #participants
  #comments
  #links
  #files
  #decisions
  #reactions
  #reactionsByComment
  #seats
  #here
  readonly presence: RoomPresence

  constructor(of: () => { service: string; id: string }) {
    this.#of = of
    const mine = (name: string, more: Record<string, unknown>) => () => {
      const { id } = of()
      return { service: name, room: id, query: { roomId: id, ...more } }
    }
    this.#record = record<Room>(of)
    this.#participants = collection<Participant>(mine('participants', { $limit: 500 }))
    this.#comments = collection<Comment>(mine('comments', { $sort: { createdAt: -1 }, $limit: 100 }))
    this.#links = collection<Link>(mine('links', { $sort: { createdAt: -1 }, $limit: 100 }))
    this.#files = collection<FileRecord>(mine('files', { $sort: { createdAt: -1 }, $limit: 100 }))
    this.#decisions = collection<Decision>(mine('decisions', { $sort: { createdAt: -1 }, $limit: 100 }))
    this.#reactions = collection<Reaction>(mine('reactions', { $sort: { createdAt: -1 }, $limit: 500 }))
    this.#reactionsByComment = $derived(
      Map.groupBy(this.#reactions.items.toReversed(), ({ commentId }) => commentId)
    )
    this.#seats = $derived(
      this.#participants.items.flatMap((participant): Seat[] => {
        const user = people.get(participant.userId)
        return user ? [{ participant, user }] : []
      })
    )
    this.#here = $derived(partiesOf(this.#seats))
    this.presence = new RoomPresence(() => of().id)
  }

  get id() {
    return this.#of().id
  }
  get service() {
    return this.#of().service
  }
  get record() {
    return this.#record
  }
  /** Only to be read where the room is known to be ready. */
  get room(): Room {
    return this.#record.item!
  }
  get participants() {
    return this.#participants
  }
  get comments() {
    return this.#comments
  }
  get links() {
    return this.#links
  }
  get files() {
    return this.#files
  }
  /** What came with a comment, in the order of sending. */
  filesOf(commentId: string): FileRecord[] {
    return this.#files.items.filter((file) => file.commentId === commentId).toReversed()
  }
  /** Oldest first. */
  reactionsTo(commentId: string): readonly Reaction[] {
    return this.#reactionsByComment.get(commentId) ?? []
  }
  get decisions() {
    return this.#decisions
  }
  /** Participants the viewer knows by name. */
  get seats(): readonly Seat[] {
    return this.#seats
  }
  get groups() {
    return groupsOf(this.#seats)
  }
  /** The parties now in the room, as far as the viewer sees them. */
  get here(): readonly Party[] {
    return this.#here
  }
  /** The viewer's own party; null for staff. */
  get mine(): Party | null {
    return partyOf(session.me)
  }
  readers(audience: readonly Party[]) {
    return readersOf(this.#seats, this.mine ? [this.mine] : audience)
  }
}
