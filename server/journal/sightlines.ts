/** Who saw each room at the cursor, who sees it now, and who saw it in between: people come and go while a window is open. */
import { prepared, type Transaction } from '../database/index.ts'
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
  deleted: boolean
}

/** The people of one side who are worth asking: the firm's, and whoever sits or sat in one of the rooms. */
interface Company {
  zone: Zone
  role: Role | null
  organizationId: string | null
  /** Their ids, one after the other. */
  users: string
}

interface Facts {
  rooms: RoomRow[] | null
  seats: Record<string, string> | null
  companies: Company[] | null
}

export async function sightlines(trx: Transaction, entries: FedEntry[], only?: Viewer): Promise<Sightline[]> {
  const roomIds = [...new Set(entries.flatMap((entry) => entry.roomId ?? []))]
  if (roomIds.length === 0) return []
  const mentioned = [...new Set(entries.flatMap((entry) => seatOf(entry)?.userId ?? []))]
  const { rooms, seats, companies } = await facts(trx, roomIds, mentioned, only)
  return (rooms ?? []).map((room) =>
    sightline(
      room,
      new Set(listed(seats?.[room.id])),
      companies ?? [],
      entries.filter((entry) => entry.roomId === room.id && (isRoomService(entry.service) || seatOf(entry)))
    )
  )
}

const seatOf = (entry: FedEntry) =>
  entry.service === 'participants' ? ((entry.after ?? entry.before) as ParticipantSight) : null

const listed = (ids: string | undefined) => ids?.split(' ') ?? []

/**
 * One question, since this is asked for every batch. Lists of ids come as text, which is a tenth of the work of as many rows.
 * Everything is in an order of its own: the one in which rows happen to lie moves with hidden edits.
 */
async function facts(
  trx: Transaction,
  roomIds: string[],
  mentioned: string[],
  only?: Viewer
): Promise<Facts> {
  const { rows } = await prepared(
    trx.raw(
      `with seat as (
         select "roomId", "userId" from participants
         where "roomId" = any(:roomIds::uuid[]) and (:only::uuid is null or "userId" = :only)
       ), company as (
         select zone, role, "organizationId", string_agg(id::text, ' ') as users from users
         where "deactivatedAt" is null and (:only::uuid is null or id = :only)
           and (zone = 'staff' or id in (select "userId" from seat) or id = any(:mentioned::uuid[]))
         group by zone, role, "organizationId"
       )
       select
         (select json_agg(room order by id) from
           (select id, kind, private, "deletedAt" is not null as deleted from rooms where id = any(:roomIds)) as room) as rooms,
         (select json_object_agg("roomId", users) from
           (select "roomId", string_agg("userId"::text, ' ') as users from seat group by "roomId") as taken) as seats,
         (select json_agg(company order by zone, role, "organizationId") from company) as companies`,
      { roomIds, mentioned, only: only?.id ?? null }
    )
  )
  return rows[0]
}

function sightline(room: RoomRow, seats: Set<string>, companies: Company[], turns: FedEntry[]): Sightline {
  const now = { deleted: room.deleted, private: room.private, participants: seats }
  const moments = [stateBefore(now, turns)]
  for (const turn of turns) moments.push(stateAfter(moments.at(-1) as RoomState, turn))
  const line: Sightline = { roomId: room.id, kind: room.kind, kept: [], gained: [], lost: [] }
  for (const { users, ...company } of companies) {
    const sees = (id: string, moment: RoomState) => seesRoom({ id, ...company }, moment)
    const {
      kept = [],
      gained = [],
      lost = []
    } = Object.groupBy(listed(users), (id) => {
      if (sees(id, now)) return sees(id, moments[0] as RoomState) ? 'kept' : 'gained'
      return moments.some((moment) => sees(id, moment)) ? 'lost' : 'never'
    })
    const side = sideOf(company)
    if (kept.length > 0) line.kept.push({ side, users: kept })
    if (gained.length > 0) line.gained.push({ side, users: gained })
    line.lost.push(...lost)
  }
  return line
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
