/** All of a room that a viewer may see, asked of the same services as a screen asks, in one snapshot. */
import { NotFound } from '@feathersjs/errors'
import type { Transaction } from '../../database/index.ts'
import type { Application } from '../../declarations.ts'
import { roomService, type Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import type { Viewer } from '../../policy/viewer.ts'
import type { Entry } from './exports.chain.ts'

const PAGE = 200
const MANY = 100
/** What is only of use to the reader's own screen. */
const ofTheScreen = ['can', 'requestId']

const kinds = { comments: 'comment', links: 'link', files: 'file', decisions: 'decision' } as const

export interface Gathered {
  room: Row
  entries: Entry[]
}

export async function gather(
  app: Application,
  trx: Transaction,
  viewer: Viewer,
  roomId: string
): Promise<Gathered> {
  const params = (query: object) => ({ viewer, trx, query })
  const all = async (service: string, query: object): Promise<Row[]> => {
    const rows: Row[] = []
    for (;;) {
      const page = await app.service(service).find(params({ ...query, $limit: PAGE, $skip: rows.length }))
      rows.push(...page.data)
      if (rows.length >= page.total || page.data.length === 0) return rows
    }
  }
  const found = await trx('rooms').where({ id: roomId }).first('kind')
  if (!found) throw fault(NotFound, 'notFound')
  const room = await app.service(roomService(found.kind)).get(roomId, params({}))
  const said: Entry[] = []
  for (const [service, kind] of Object.entries(kinds))
    for (const row of await all(service, { roomId, $sort: { createdAt: 1 } }))
      said.push({ kind, at: row.createdAt, data: plain(row) })
  const seats = await all('participants', { roomId })
  const events = await all('timeline', { roomId })
  const ids = peopleIn([...said.map(({ data }) => data), ...seats, ...events])
  const people: Row[] = []
  for (let at = 0; at < ids.length; at += MANY)
    people.push(...(await all('users', { id: { $in: ids.slice(at, at + MANY) } })))
  return {
    room,
    entries: [
      { kind: 'room', at: room.createdAt, data: plain(room) },
      ...people.map((person): Entry => ({ kind: 'person', at: room.createdAt, data: named(person) })),
      ...seats.map((seat): Entry => ({ kind: 'participant', at: seat.createdAt, data: plain(seat) })),
      ...said.toSorted(byTime),
      ...events.map((event): Entry => ({ kind: 'event', at: event.at, data: plain(event) })).toSorted(byTime)
    ]
  }
}

const byTime = (one: Entry, other: Entry) =>
  one.at === other.at ? (one.data.id < other.data.id ? -1 : 1) : one.at < other.at ? -1 : 1

const plain = (row: Row) =>
  Object.fromEntries(Object.entries(row).filter(([field]) => !ofTheScreen.includes(field)))

/** How somebody is named, and nothing that a contact book knows. */
const named = ({ id, name, shownName, title, zone, organizationName }: Row) => ({
  ...{ id, name, shownName, title, zone, organizationName }
})

function peopleIn(rows: Entry['data'][]): string[] {
  const ids = rows.flatMap(({ authorId, userId, actorId, askedIds = [], answers = [] }) => [
    ...[authorId, userId, actorId],
    ...askedIds,
    ...answers.map((answer: { authorId: string }) => answer.authorId)
  ])
  return [...new Set(ids.filter(Boolean))].sort()
}

/**
 * Service -> ids of the records that a document shows: each must still be in sight when it is handed over. PostgreSQL reads the
 * document, which may be long, in a process of its own.
 */
export async function shownIn(
  trx: Transaction,
  exportId: string
): Promise<[service: string, ids: string[]][]> {
  const { rows } = await trx.raw(
    `select entry->>'kind' as kind, array_agg(entry->'data'->>'id') as ids
     from "exportFiles", json_array_elements(convert_from(content, 'UTF8')::json->'entries') as entry
     where "exportId" = ? and format = 'json' group by 1`,
    [exportId]
  )
  const ids = new Map<string, string[]>(
    rows.map((row: { kind: string; ids: string[] }) => [row.kind, row.ids])
  )
  return Object.entries(kinds).map(([service, kind]) => [service, ids.get(kind) ?? []])
}
