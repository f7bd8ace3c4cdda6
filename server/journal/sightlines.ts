/** Who saw each room at the cursor, who sees it now, and who saw it in between: people come and go while a window is open. */
import type { Transaction } from '../database/index.ts'
import { seesRoom } from '../policy/rules.ts'
import { sideKey, sideOf, type Role, type Side, type Viewer, type Zone } from '../policy/viewer.ts'
import type { ParticipantSight, RoomSight } from './append.ts'
import type { FedEntry } from './feed.ts'
import { isRoomService } from './kinds.ts'

export interface Person {
  id: string
  zone: Zone
  role: Role | null
  organizationId: string | null
}

/** People of one side: they receive the same packet. */
export interface Group {
  side: Side
  users: string[]
}

export interface Sightline {
  roomId: string
  kind: string
  /** See it now and saw it at the cursor. */
  kept: Group[]
  /** See it now and did not at the cursor. */
  gained: Group[]
  /** Saw it at the cursor or in between, and do not now. */
  lost: string[]
}

interface RoomRow {
  id: string
  kind: string
  private: boolean
  deletedAt: string | null
}

export async function sightlines(trx: Transaction, entries: FedEntry[], only?: Viewer): Promise<Sightline[]> {
  const roomIds = [...new Set(entries.flatMap((entry) => entry.roomId ?? []))]
  if (roomIds.length === 0) return []
  const rooms: RoomRow[] = await trx('rooms')
    .select('id', 'kind', 'private', 'deletedAt')
    .whereIn('id', roomIds)
    .orderBy('id') // The order in which rows happen to lie moves with hidden edits.
  const seats = await seatsOf(trx, roomIds, only)
  const mentioned = entries.flatMap((entry) => seatOf(entry)?.userId ?? [])
  const people = await peopleWorthAsking(
    trx,
    [...mentioned, ...[...seats.values()].flatMap((set) => [...set])],
    only
  )
  return rooms.map((room) =>
    sightline(
      room,
      seats.get(room.id) ?? new Set(),
      people,
      entries.filter((entry) => entry.roomId === room.id && (isRoomService(entry.service) || seatOf(entry)))
    )
  )
}

const seatOf = (entry: FedEntry) =>
  entry.service === 'participants' ? ((entry.after ?? entry.before) as ParticipantSight) : null

async function seatsOf(trx: Transaction, roomIds: string[], only?: Viewer) {
  const rows: { roomId: string; users: string }[] = await trx('participants')
    .select('roomId', trx.raw(`string_agg("userId"::text, ',') as users`))
    .whereIn('roomId', roomIds)
    .modify((query) => void (only && query.where('userId', only.id)))
    .groupBy('roomId')
  return new Map(rows.map((row) => [row.roomId, new Set(row.users.split(','))]))
}

/** The firm's people, and everyone who sits or sat in one of the rooms; whoever was deactivated hears nothing. */
async function peopleWorthAsking(
  trx: Transaction,
  ids: string[],
  only?: Viewer
): Promise<Map<string, Person>> {
  const rows: Person[] = await trx('users')
    .select('id', 'zone', 'role', 'organizationId')
    .whereNull('deactivatedAt')
    .where((query) =>
      only
        ? query.where('id', only.id)
        : query.where('zone', 'staff').orWhereRaw('id = any(?)', [[...new Set(ids)]])
    )
  return new Map(rows.map((row) => [row.id, row]))
}

function sightline(
  room: RoomRow,
  seats: Set<string>,
  people: Map<string, Person>,
  turns: FedEntry[]
): Sightline {
  const now = { deleted: room.deletedAt !== null, private: room.private, participants: seats }
  const moments = [stateBefore(now, turns)]
  for (const turn of turns) moments.push(stateAfter(moments.at(-1) as RoomState, turn))
  const kept = new Groups()
  const gained = new Groups()
  const lost: string[] = []
  for (const person of people.values()) {
    if (seesRoom(person, now)) (seesRoom(person, moments[0] as RoomState) ? kept : gained).add(person)
    else if (moments.some((moment) => seesRoom(person, moment))) lost.push(person.id)
  }
  return { roomId: room.id, kind: room.kind, kept: kept.all(), gained: gained.all(), lost }
}

interface RoomState {
  deleted: boolean
  private: boolean
  participants: Set<string>
}

/** The room as it stood at the cursor: the first word on anything that the window changed is what was there before it. */
function stateBefore(now: RoomState, turns: FedEntry[]): RoomState {
  if (turns.length === 0) return now
  const state: RoomState = { ...now, participants: new Set(now.participants) }
  for (const turn of turns.toReversed()) {
    if (isRoomService(turn.service)) setRoom(state, turn.before as RoomSight | null)
    else setSeat(state, turn, turn.before !== null)
  }
  return state
}

function stateAfter(state: RoomState, turn: FedEntry): RoomState {
  const next = { ...state, participants: new Set(state.participants) }
  if (isRoomService(turn.service)) setRoom(next, turn.after as RoomSight | null)
  else setSeat(next, turn, turn.after !== null)
  return next
}

function setRoom(state: RoomState, sight: RoomSight | null) {
  state.deleted = sight === null
  state.private = sight?.private ?? state.private
}

function setSeat(state: RoomState, turn: FedEntry, taken: boolean) {
  const userId = seatOf(turn)?.userId as string
  if (taken) state.participants.add(userId)
  else state.participants.delete(userId)
}

export class Groups {
  #groups = new Map<string, Group>()

  add(person: Person) {
    const side = sideOf(person)
    const key = sideKey(side)
    const group = this.#groups.get(key)
    if (group) group.users.push(person.id)
    else this.#groups.set(key, { side, users: [person.id] })
  }

  all = () => [...this.#groups.values()]
}
