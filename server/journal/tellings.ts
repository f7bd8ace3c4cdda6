/**
 * What of the journal can be told to a viewer afterwards: the timeline of a room, the inbox and the counts of what is unread
 * all ask here. Only records seen now are spoken of, and of their past only what this viewer could see happen.
 */
import type { Knex } from 'knex'
import type { Database, Transaction } from '../database/index.ts'
import { visibleTo } from '../policy/rules.ts'
import { isStaff, partyOf, type Viewer } from '../policy/viewer.ts'
import type { Kinds } from './kinds.ts'

type Query = Knex.QueryBuilder

const roomServices = ['tasks', 'sales-activities']
/** What people say in a room: it counts as unread until it is seen. */
export const saidServices = ['comments', 'links', 'files', 'decisions'] as const
export const saidList = saidServices.map((service) => `'${service}'`).join(', ')

/**
 * Entries (table `entry`) that may be told to the viewer, with `first`: whether the record came into their sight with it.
 * Rooms are not checked here: join or compare them with what the viewer sees.
 */
export function tellings(db: Database | Transaction, kinds: Kinds, viewer: Viewer): Query {
  const party = partyOf(viewer)
  return db('journal as entry')
    .where((told) => {
      told.where((room) => {
        room.whereIn('entry.service', roomServices)
        if (party)
          room
            .whereRaw('entry.changed && ?', [kinds.get('tasks')!.shared as string[]])
            .whereNot('entry.event', 'created')
      })
      told.orWhere((seats) => {
        seats.where('entry.service', 'participants')
        if (party)
          seats.whereRaw(`coalesce(coalesce(entry.after, entry.before)->>'party', ?) = ?`, [party, party])
      })
      for (const service of saidServices) told.orWhere((said) => whereSaid(said, kinds, viewer, service))
    })
    .select(
      db.raw(
        party
          ? `(entry.event = 'created' or (entry.service in (${saidList}) and not jsonb_exists(coalesce(entry.before->'audience', '[]'), ?))) as first`
          : `(entry.event = 'created' and ?::text is null) as first`,
        [party]
      )
    )
}

function whereSaid(said: Query, kinds: Kinds, viewer: Viewer, service: (typeof saidServices)[number]) {
  said.where('entry.service', service)
  const party = partyOf(viewer)
  if (party) {
    said.whereRaw(`jsonb_exists(entry.after->'audience', ?)`, [party])
    said.whereRaw(`(not jsonb_exists(coalesce(entry.before->'audience', '[]'), ?) or entry.changed && ?)`, [
      party,
      kinds.get(service)!.shared as string[]
    ])
  }
  // Staff keep the whole story, withdrawn records included; to anyone else what is not seen never was.
  if (isStaff(viewer)) return
  said.whereExists((exists) =>
    exists
      .select(1)
      .from(service)
      .whereRaw('?? = entry."recordId"', [`${service}.id`])
      .modify(visibleTo(viewer, service, service))
  )
}

/** An external's past in a room begins when their party last came in. */
export const sinceEntry = (viewer: Viewer) => (query: Query) => {
  const party = partyOf(viewer)
  if (!party) return
  query.whereExists((exists) =>
    exists
      .select(1)
      .from('roomParties as door')
      .whereRaw('door."roomId" = entry."roomId" and door.party = ? and door."enteredAt" <= entry.at', [party])
  )
}

/**
 * The person who is named for an entry: to externals, a record that was shown later is its author's word, not the shower's;
 * an answer is the word of whoever answered.
 */
export const actorOf = (viewer: Viewer) =>
  isStaff(viewer)
    ? 'entry."actorId"'
    : `case when entry."authorId" is null or 'answers' = any (entry.changed) then entry."actorId" else entry."authorId" end`
