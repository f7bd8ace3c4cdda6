/** What a window has to tell its person at this very moment: everything is read in one snapshot, through their eyes. */
import type { Transaction } from '../database/index.ts'
import type { Application } from '../declarations.ts'
import { inSnapshot, readFeed, unmailed, type FedEntry } from '../journal/feed.ts'
import { fold } from '../journal/fold.ts'
import { roomService, type Kind, type Row } from '../journal/kinds.ts'
import { mayEnter } from '../policy/entering.ts'
import { sideOf, type Viewer } from '../policy/viewer.ts'
import { namesFor } from './names.ts'
import { notable, tidings, type Tiding } from './tidings.ts'
import type { Window } from './windows.ts'

export interface Person extends Viewer {
  name: string
  email: string
  timeZone: string
  mail: 'immediate' | 'daily' | 'never'
}

export interface Digest {
  person: Person
  firm: string
  now: Date
  rooms: RoomDigest[]
  news: any[]
  /** Of the authors of what is told here and, for the firm's people, of the organizations that it is for. */
  names: Map<string, string>
}

export interface RoomDigest {
  /** As this person may see it. */
  room: any
  /** Whether they have just come in. */
  entered: boolean
  /** Notable fields that others left with another value than before. */
  changed: string[]
  said: Said[]
}

export interface Said {
  kind: 'comment' | 'link' | 'file' | 'decision' | 'answer'
  data: any
  /** Why it is theirs in particular. */
  calls: 'mention' | 'reply' | 'decision' | 'reminder' | null
}

const EVERYTHING = 1_000_000

export const digestOf = (app: Application, window: Window): Promise<Digest | null> =>
  inSnapshot(app.get('db'), async (trx) => {
    const person: Person | undefined = await trx('users')
      .where({ id: window.userId })
      .modify(mayEnter(app.get('config')))
      .whereNot('mail', 'never')
      .first('id', 'zone', 'role', 'organizationId', 'locale', 'name', 'email', 'timeZone', 'mail')
    if (!person) return null
    const told = await untold(app, trx, person, window)
    if (told.length === 0) return null
    const rooms = await roomsOf(app, trx, person, told)
    const news = told.filter(({ kind }) => kind === 'news').map(({ data }) => data)
    if (rooms.length + news.length === 0) return null
    const firm = await trx('settings').where({ key: 'firm' }).first('value')
    return {
      person,
      firm: firm?.value?.name ?? 'Strefa',
      now: app.get('clock').now(),
      rooms,
      news,
      names: await namesFor(app, trx, told, person)
    }
  })

/** What they have neither read nor have before their eyes. */
async function untold(app: Application, trx: Transaction, person: Person, window: Window) {
  const entries = await unmailed(trx, await entriesFor(trx, person, window))
  const changes = await fold(trx, app.get('kinds'), entries, person)
  const told = await tidings(trx, changes, entries)
  const marks = await trx('reads').where({ userId: person.id }).select('roomId', 'readAt')
  const seen = await trx('notificationReads')
    .where({ userId: person.id })
    .whereIn(
      'entryId',
      told.flatMap(({ entryId, data }) => [entryId, data.id])
    )
    .select('entryId')
  const isRead = ({ roomId, at, entryId, data }: Tiding) =>
    marks.some((mark) => (mark.roomId === null || mark.roomId === roomId) && mark.readAt >= at) ||
    seen.some((mark) => mark.entryId === entryId || mark.entryId === data.id)
  const isThere = ({ roomId }: Tiding) =>
    roomId !== null && app.get('live').presence.isPresent(roomId, person.id)
  return told.filter((tiding) => !isRead(tiding) && !isThere(tiding))
}

/** Mail is about rooms they take part in, and news. */
const entriesFor = (trx: Transaction, person: Person, { fromSeq, toSeq }: Window): Promise<FedEntry[]> =>
  (readFeed(trx, fromSeq, EVERYTHING) as any)
    .where('feed.seq', '<=', toSeq)
    .where((theirs: any) =>
      theirs
        .where('journal.service', 'news')
        .orWhereIn('journal.roomId', trx('participants').select('roomId').where('userId', person.id))
    )

async function roomsOf(app: Application, trx: Transaction, person: Person, told: Tiding[]) {
  const parents = await parentAuthors(trx, told)
  const digests: RoomDigest[] = []
  for (const [roomId, tidings] of Map.groupBy(told, (tiding) => tiding.roomId)) {
    if (roomId === null) continue
    const room = await roomFor(app, trx, person, roomId)
    const entered = tidings.some(({ kind }) => kind === 'seat')
    const turns = tidings.flatMap((tiding) => tiding.turns)
    const changed = entered || !room ? [] : await changedIn(trx, turns, room)
    const said = tidings.flatMap((tiding) => saidOf(tiding, person, parents) ?? [])
    if (room && (entered || changed.length + said.length > 0)) digests.push({ room, entered, changed, said })
  }
  return digests
}

/** The room itself is in sight: something in it has just been told to them. */
async function roomFor(app: Application, trx: Transaction, person: Person, roomId: string) {
  const found = await trx('rooms').where({ id: roomId }).first('kind')
  const kind = app.get('kinds').get(roomService(found.kind)) as Kind
  const [row] = await kind.load(trx, [roomId])
  return row && kind.present(row as Row, { ...sideOf(person), mine: false })
}

/** Fields whose value is not what it was before the others' first word on it. */
async function changedIn(trx: Transaction, turns: FedEntry[], room: any) {
  const rows: { entryId: string; values: Record<string, [unknown, unknown]> }[] = await trx('journalValues')
    .whereIn(
      'entryId',
      turns.map(({ id }) => id)
    )
    .select('entryId', 'values')
  const values = new Map(rows.map((row) => [row.entryId, row.values]))
  return notable.filter((field) => {
    const first = turns.find(({ changed }) => changed.includes(field))
    return first && (values.get(first.id)?.[field]?.[0] ?? null) !== room[field]
  })
}

function saidOf({ kind, data }: Tiding, person: Person, parents: Map<string, string>): Said | null {
  if (kind === 'answer') return { kind, data, calls: null }
  if (kind === 'decision') return { kind, data, calls: callOf(data) }
  if (kind !== 'comment' && kind !== 'link' && kind !== 'file') return null
  if (data.mentions?.includes(person.id)) return { kind, data, calls: 'mention' }
  return { kind, data, calls: parents.get(data.parentId) === person.id ? 'reply' : null }
}

const callOf = ({ can, remindedAt }: any) => {
  if (!can.answer) return null
  return remindedAt ? 'reminder' : 'decision'
}

/** Parents that are named in what the reader sees are in their sight. */
async function parentAuthors(trx: Transaction, told: Tiding[]): Promise<Map<string, string>> {
  const ids = told.flatMap(({ data }) => data.parentId ?? [])
  const rows: Row[] = await trx('comments').select('id', 'authorId').whereIn('id', ids)
  return new Map(rows.map((row) => [row.id, row.authorId]))
}
