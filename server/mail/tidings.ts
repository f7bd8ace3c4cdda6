/**
 * Which changes concern a person enough to write to them: what others say where they take part, their own coming in, notable
 * turns of a room, news. The changes come out of the fold, so nothing here decides who may see what.
 */
import type { Transaction } from '../database/index.ts'
import type { RecordSight, Sight } from '../journal/append.ts'
import type { FedEntry } from '../journal/feed.ts'
import type { Change } from '../journal/fold.ts'
import { isRoomService } from '../journal/kinds.ts'
import { sideSeesNews, sideSeesRecord } from '../policy/rules.ts'

export interface Tiding {
  kind: 'comment' | 'link' | 'file' | 'decision' | 'answer' | 'seat' | 'room' | 'news'
  userId: string
  roomId: string | null
  /** The entry with which it came into this person's sight. */
  seq: number
  at: string
  entryId: string
  /** The record as this person may see it. */
  data: any
  /** Of a room: what others changed in it, oldest first. */
  turns: FedEntry[]
}

/** Room -> those who take part in it. */
type Seats = Map<string, Set<string>>

const spokenKinds: Record<string, 'comment' | 'link' | 'file'> = {
  comments: 'comment',
  links: 'link',
  files: 'file'
}

export const notable = ['status', 'startAt', 'dueAt', 'place', 'archivedAt'] as const

export async function tidings(trx: Transaction, changes: Change[], entries: FedEntry[]): Promise<Tiding[]> {
  const seats = await seatsIn(trx, [...new Set(entries.flatMap((entry) => entry.roomId ?? []))])
  const stories = Map.groupBy(entries, (entry) => `${entry.service} ${entry.recordId}`)
  return changes
    .flatMap((change) => {
      const story = stories.get(`${change.service} ${(change.data as { id: string }).id}`) ?? []
      return change.users.flatMap((userId) => tell(change, story, userId, seats) ?? [])
    })
    .sort((left, right) => left.seq - right.seq)
}

async function seatsIn(trx: Transaction, roomIds: string[]): Promise<Seats> {
  const rows: { roomId: string; userId: string }[] = await trx('participants')
    .select('roomId', 'userId')
    .whereIn('roomId', roomIds)
  const byRoom = Map.groupBy(rows, (row) => row.roomId)
  return new Map([...byRoom].map(([roomId, seats]) => [roomId, new Set(seats.map((seat) => seat.userId))]))
}

function tell(change: Change, story: FedEntry[], userId: string, seats: Seats): Tiding | null {
  const { service, event } = change
  const data = change.data as any
  const turns = isRoomService(service) ? turnsOf(story, userId) : []
  const told = (kind: Tiding['kind'], roomId: string | null, entry: FedEntry | undefined): Tiding | null =>
    entry ? { kind, userId, roomId, seq: entry.seq, at: entry.at, entryId: entry.id, data, turns } : null
  if (service === 'decisions')
    return seats.get(data.roomId)?.has(userId) ? tellDecision(change, story, userId, told) : null
  if (event === 'patched')
    return turns.length > 0 && seats.get(data.id)?.has(userId) ? told('room', data.id, turns.at(-1)) : null
  if (event !== 'created' || data.authorId === userId) return null
  if (service === 'news') return told('news', null, gain(change, story))
  if (service === 'participants')
    return data.userId === userId && story.at(-1)?.actorId !== userId
      ? told('seat', data.roomId, story.at(-1))
      : null
  const kind = spokenKinds[service]
  if (!kind) return null
  if (!seats.get(data.roomId)?.has(userId)) return null
  return told(kind, data.roomId, gain(change, story))
}

type Told = (kind: Tiding['kind'], roomId: string | null, entry: FedEntry | undefined) => Tiding | null

/** A question while it waits, and what others answered; one that was taken back calls nobody. */
function tellDecision(change: Change, story: FedEntry[], userId: string, told: Told): Tiding | null {
  const { roomId, authorId, state, can } = change.data as any
  const last = (field: string) =>
    story.findLast(({ actorId, changed }) => actorId !== userId && changed.includes(field))
  if (!['open', 'answered'].includes(state)) return null
  const answered = last('answers')
  if (answered) return told('answer', roomId, answered)
  if (change.event === 'created' && authorId !== userId && state === 'open')
    return told('decision', roomId, gain(change, story))
  return can?.answer ? told('decision', roomId, last('remindedAt')) : null
}

const turnsOf = (story: FedEntry[], userId: string) =>
  story.filter(
    ({ actorId, changed }) => actorId !== userId && changed.some((field) => notable.includes(field as never))
  )

/** The entry that showed the record to this side; one that was there before they came in has only its last word. */
function gain({ service, side, seq }: Change, story: FedEntry[]) {
  const sees = (sight: Sight) => {
    if (sight === null) return false
    const record = { withdrawn: false, audience: (sight as RecordSight).audience }
    return service === 'news' ? sideSeesNews(side, record) : sideSeesRecord(side, record)
  }
  return (
    story.findLast((entry) => sees(entry.after) && !sees(entry.before)) ??
    story.find((entry) => entry.seq === seq)
  )
}
