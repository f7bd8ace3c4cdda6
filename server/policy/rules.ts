/**
 * Who may see what: one table, two forms. `sees` judges facts in hand (the journal's readers ask it), `where` is the same
 * rule as conditions on a query (find and get ask it). A parity test holds the two together.
 */
import type { Knex } from 'knex'
import { isAdmin, isStaff, partyOf, type Party, type Side, type Viewer } from './viewer.ts'

export interface RoomFacts {
  deleted: boolean
  private: boolean
  participants: { has(userId: string): boolean }
}

/** What decides sight of a record inside a room, once the room itself is seen. */
export interface RecordFacts {
  withdrawn: boolean
  audience: Party[]
}

/** The person a participation is about: their party, or null for staff. */
export interface ParticipantFacts {
  party: Party | null
}

export interface PersonFacts {
  id: string
  party: Party | null
  rooms: RoomFacts[]
  authored: { room: RoomFacts; record: RecordFacts }[]
  news: RecordFacts[]
}

type Query = Knex.QueryBuilder
type Where = (query: Query, viewer: Viewer, table: string) => void

// ---- in hand ---------------------------------------------------------------------------------------------------------

export function seesRoom(viewer: Pick<Viewer, 'id' | 'zone' | 'role'>, room: RoomFacts): boolean {
  if (room.deleted) return false
  if (isStaff(viewer) && (!room.private || isAdmin(viewer))) return true
  return room.participants.has(viewer.id)
}

/** Within a room that is seen. */
export const sideSeesRecord = (side: Pick<Side, 'zone' | 'party'>, record: RecordFacts) =>
  !record.withdrawn && (isStaff(side) || record.audience.includes(side.party as Party))

/** Within a room that is seen. */
export const sideSeesParticipant = (side: Pick<Side, 'zone' | 'party'>, participant: ParticipantFacts) =>
  isStaff(side) || participant.party === null || participant.party === side.party

export const sideSeesNews = (side: Pick<Side, 'zone' | 'party'>, news: RecordFacts) =>
  !news.withdrawn &&
  (isStaff(side) || news.audience.includes(side.zone) || news.audience.includes(side.party as Party))

export function seesPerson(viewer: Viewer, person: PersonFacts): boolean {
  if (isStaff(viewer) || person.id === viewer.id) return true
  const party = partyOf(viewer)
  const together = person.rooms.some((room) => seesRoom(viewer, room))
  if (together && (person.party === null || person.party === party)) return true
  const side = { zone: viewer.zone, party }
  return (
    person.authored.some(({ room, record }) => seesRoom(viewer, room) && sideSeesRecord(side, record)) ||
    person.news.some((news) => sideSeesNews(side, news))
  )
}

export const seesOrganization = (viewer: Viewer, organization: { id: string }) =>
  isStaff(viewer) || viewer.organizationId === organization.id

// ---- as conditions ---------------------------------------------------------------------------------------------------

const takesPart = (query: Query, viewer: Viewer, roomColumn: string) =>
  query.whereExists((exists) =>
    exists
      .select(1)
      .from('participants as seat')
      .whereRaw('seat."roomId" = ??', [roomColumn])
      .where('seat.userId', viewer.id)
  )

export const whereRoom: Where = (query, viewer, table) => {
  query.whereNull(`${table}.deletedAt`)
  if (isAdmin(viewer)) return
  if (!isStaff(viewer)) return void takesPart(query, viewer, `${table}.id`)
  query.where((open) =>
    open.where(`${table}.private`, false).orWhere((own) => takesPart(own, viewer, `${table}.id`))
  )
}

const whereRoomOf: Where = (query, viewer, table) =>
  query.whereExists((exists) => {
    exists
      .select(1)
      .from('rooms as room')
      .whereRaw('room.id = ??', [`${table}.roomId`])
    whereRoom(exists, viewer, 'room')
  })

const whereRecord: Where = (query, viewer, table) => {
  query.whereNull(`${table}.withdrawnAt`)
  whereShared(query, viewer, table)
}

/** A record that cannot be withdrawn from sight. */
const whereShared: Where = (query, viewer, table) => {
  if (!isStaff(viewer)) query.whereRaw('? = any(??)', [partyOf(viewer), `${table}.audience`])
  whereRoomOf(query, viewer, table)
}

/** An answer is seen by whoever sees the question. */
const whereAnswer: Where = (query, viewer, table) =>
  query.whereExists((exists) => {
    exists
      .select(1)
      .from('decisions as asked')
      .whereRaw('asked.id = ??', [`${table}.decisionId`])
    whereShared(exists, viewer, 'asked')
  })

const whereParticipant: Where = (query, viewer, table) => {
  whereRoomOf(query, viewer, table)
  if (isStaff(viewer)) return
  query.whereExists((exists) =>
    exists
      .select(1)
      .from('users as person')
      .whereRaw('person.id = ??', [`${table}.userId`])
      .where((known) => whereStaffOrParty(known, viewer, 'person'))
  )
}

const whereStaffOrParty: Where = (query, viewer, table) =>
  query
    .where(`${table}.zone`, 'staff')
    .orWhere({ [`${table}.zone`]: viewer.zone, [`${table}.organizationId`]: viewer.organizationId })

const whereTogether: Where = (query, viewer, table) =>
  query.whereExists((exists) => {
    exists
      .select(1)
      .from('participants as theirs')
      .whereRaw('theirs."userId" = ??', [`${table}.id`])
    whereRoomOf(exists, viewer, 'theirs')
  })

/** Kinds of records whose author is named to whoever sees them. */
const authoredTables = ['comments', 'links', 'files', 'reactions', 'decisions', 'answers', 'news'] as const

const whereAuthorSeen: Where = (query, viewer, table) => {
  for (const records of authoredTables)
    query.orWhereExists((exists) => {
      exists
        .select(1)
        .from(records)
        .whereRaw('?? = ??', [`${records}.authorId`, `${table}.id`])
      const where = sight[records] as Where
      where(exists, viewer, records)
    })
}

const wherePerson: Where = (query, viewer, table) => {
  if (isStaff(viewer)) return
  query.where((known) => {
    known.where(`${table}.id`, viewer.id)
    known.orWhere((near) => {
      near.where((whose) => void whereStaffOrParty(whose, viewer, table))
      whereTogether(near, viewer, table)
    })
    known.orWhere((author) => whereAuthorSeen(author, viewer, table))
  })
}

const whereNews: Where = (query, viewer, table) => {
  query.whereNull(`${table}.withdrawnAt`)
  if (!isStaff(viewer))
    query.whereRaw('?? && ?', [`${table}.audience`, [viewer.zone, partyOf(viewer) as string]])
}

const whereOrganization: Where = (query, viewer, table) => {
  if (!isStaff(viewer)) query.where(`${table}.id`, viewer.organizationId)
}

/** What is about a room and never leaves the firm. */
const whereInternal: Where = (query, viewer, table) => {
  if (isStaff(viewer)) whereRoomOf(query, viewer, table)
  else query.whereRaw('false')
}

/** What stands alone and never leaves the firm. */
const whereStaff: Where = (query, viewer) => {
  if (!isStaff(viewer)) query.whereRaw('false')
}

/** What only administrators read. */
const whereAdmin: Where = (query, viewer) => {
  if (!isAdmin(viewer)) query.whereRaw('false')
}

const whereOwn: Where = (query, viewer, table) => query.where(`${table}.userId`, viewer.id)
const whereSelf: Where = (query, viewer, table) => query.where(`${table}.id`, viewer.id)

/** A service that is not in this table is seen by nobody: the server refuses to start with it. */
export const sight: Record<string, Where> = {
  tasks: whereRoom,
  'sales-activities': whereRoom,
  participants: whereParticipant,
  comments: whereRecord,
  links: whereRecord,
  files: whereRecord,
  reactions: whereRecord,
  decisions: whereShared,
  answers: whereAnswer,
  users: wherePerson,
  organizations: whereOrganization,
  news: whereNews,
  reads: whereOwn,
  exports: whereOwn,
  'export-files': whereOwn,
  sessions: whereOwn,
  preferences: whereSelf,
  contacts: wherePerson,
  calendar: whereRoom,
  timeline: whereRoom,
  notifications: whereRoom,
  presence: whereRoom,
  earlier: whereRoom,
  exposures: whereInternal,
  invitations: whereStaff,
  copies: whereRoom,
  restorations: whereRoom,
  views: whereStaff,
  'security-events': whereAdmin,
  'set-aside': whereAdmin,
  mails: whereSelf,
  access: whereRoom,
  journal: whereSelf
}

/** Narrows a query on `table` to what `viewer` may see of `service`. */
export function visibleTo(viewer: Viewer, service: string, table: string) {
  const where = sight[service]
  if (!where) throw new Error(`No rule says who sees ${service}`)
  return (query: Query): void => void where(query, viewer, table)
}
