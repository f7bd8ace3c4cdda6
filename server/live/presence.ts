/**
 * Who is in a room now, and who is writing there. It is never stored, and obeys the first law: people see as present only
 * whom they see as participants, and as writing only who writes something that they could read.
 */
import type { Application } from '../declarations.ts'
import type { FedEntry } from '../journal/feed.ts'
import { sideSeesParticipant } from '../policy/rules.ts'
import { isAdmin, isStaff, partyOf, sideOf, type Viewer } from '../policy/viewer.ts'

const EXPIRES = 45_000
const SWEEP = 5_000

interface Sign {
  userId: string
  /** The parties that could read what is being written; null when nothing is. */
  typing: string[] | null
  at: number
}

export interface Present {
  id: string
  roomId: string
  people: { userId: string; typing: boolean }[]
}

interface Witness {
  id: string
  zone: Viewer['zone']
  role: Viewer['role']
  organizationId: string | null
  seat: string | null
  private?: boolean
}

interface Sockets {
  /** Whoever may hear nothing any more is gone after this. */
  before: () => Promise<void>
  emit: (users: string[], event: string, data: object) => void
}

export class Presence {
  #app: Application
  #sockets: Sockets
  #rooms = new Map<string, Map<string, Sign>>()
  /** What each person was last told of a room: a packet that says nothing new would tell that something hidden happened. */
  #told = new Map<string, Map<string, string>>()
  /** Tellings of one room wait for each other: an older view of it that came last would stay on the screens. */
  #turns = new Map<string, Promise<void>>()
  #sweep: NodeJS.Timeout

  constructor(app: Application, sockets: Sockets) {
    this.#app = app
    this.#sockets = sockets
    this.#sweep = setInterval(() => this.#expire(), SWEEP).unref()
  }

  stop() {
    clearInterval(this.#sweep)
  }

  /** A sign of life from one connection; told to the others only when it says something new. */
  async enter(roomId: string, key: string, userId: string, typing: string[] | null) {
    const room = this.#rooms.get(roomId) ?? new Map<string, Sign>()
    this.#rooms.set(roomId, room)
    const before = room.get(key)
    room.set(key, { userId, typing, at: Date.now() })
    if (!before || JSON.stringify(before.typing) !== JSON.stringify(typing)) await this.#tell(roomId)
  }

  async leave(roomId: string, key: string) {
    if (this.#rooms.get(roomId)?.delete(key)) await this.#tell(roomId)
  }

  /** A connection that has closed is nowhere any more. */
  forget(key: string) {
    for (const roomId of [...this.#rooms.keys()]) void this.leave(roomId, key).catch(() => {})
  }

  isPresent(roomId: string, userId: string) {
    return [...(this.#rooms.get(roomId)?.values() ?? [])].some((sign) => sign.userId === userId)
  }

  /** Someone who lost the room is not in it any more, whatever their connection says. */
  refresh(entries: FedEntry[]) {
    const changed = entries.filter(({ service, event }) => service === 'participants' || event === 'removed')
    for (const roomId of new Set(changed.map((entry) => entry.roomId)))
      if (roomId && this.#rooms.get(roomId)?.size) void this.#tell(roomId).catch(() => {})
  }

  async seenBy(viewer: Viewer, roomId: string): Promise<Present> {
    return this.#view(roomId, await this.#witnesses(roomId), { ...viewer, seat: null })
  }

  #tell(roomId: string): Promise<void> {
    const earlier = this.#turns.get(roomId) ?? Promise.resolve()
    const turn = earlier.catch(() => {}).then(() => this.#tellNow(roomId))
    this.#turns.set(roomId, turn)
    return turn.finally(() => {
      if (this.#turns.get(roomId) === turn) this.#turns.delete(roomId)
    })
  }

  async #tellNow(roomId: string) {
    await this.#sockets.before()
    const witnesses = await this.#witnesses(roomId)
    const told = this.#told.get(roomId)
    const telling = new Map<string, string>()
    this.#told.set(roomId, telling)
    for (const witness of witnesses.values()) {
      const view = this.#view(roomId, witnesses, witness)
      const text = JSON.stringify(view)
      telling.set(witness.id, text)
      if (told?.get(witness.id) !== text) this.#sockets.emit([witness.id], 'presence patched', view)
    }
    if (this.#rooms.get(roomId)?.size) return
    this.#rooms.delete(roomId)
    this.#told.delete(roomId)
  }

  /** Those present who still see the room. */
  async #witnesses(roomId: string): Promise<Map<string, Witness>> {
    const ids = [...new Set([...(this.#rooms.get(roomId)?.values() ?? [])].map((sign) => sign.userId))]
    const rows: Witness[] = await this.#app
      .get('db')('users')
      .leftJoin('participants as seat', (join) =>
        join.on('seat.userId', 'users.id').andOnVal('seat.roomId', roomId)
      )
      .join('rooms', (join) => join.onVal('rooms.id', roomId))
      .whereNull('rooms.deletedAt')
      .select(
        'users.id',
        'users.zone',
        'users.role',
        'users.organizationId',
        'seat.id as seat',
        'rooms.private'
      )
      .whereRaw('users.id = any(?)', [ids])
      .whereNull('deactivatedAt')
    return new Map(
      rows
        .filter((row) => row.seat || (isStaff(row) && (!row.private || isAdmin(row))))
        .map((row) => [row.id, row])
    )
  }

  #view(
    roomId: string,
    witnesses: Map<string, Witness>,
    viewer: Witness | (Viewer & { seat: null })
  ): Present {
    const side = sideOf(viewer)
    const people = new Map<string, boolean>()
    for (const { userId, typing } of this.#rooms.get(roomId)?.values() ?? []) {
      const person = witnesses.get(userId)
      if (!person || userId === viewer.id) continue
      const shown = isStaff(viewer) || (person.seat && sideSeesParticipant(side, { party: partyOf(person) }))
      if (!shown) continue
      const readable = typing !== null && (isStaff(viewer) || typing.includes(side.party as string))
      people.set(userId, people.get(userId) || readable)
    }
    return { id: roomId, roomId, people: [...people].sort().map(([userId, typing]) => ({ userId, typing })) }
  }

  #expire() {
    for (const [roomId, room] of this.#rooms)
      for (const [key, sign] of room)
        if (sign.at < Date.now() - EXPIRES) void this.leave(roomId, key).catch(() => {})
  }
}
