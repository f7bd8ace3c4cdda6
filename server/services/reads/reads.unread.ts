import type { Knex } from 'knex'
import type { Database, Transaction } from '../../database/index.ts'
import type { Kinds } from '../../journal/kinds.ts'
import { saidList, sinceEntry, tellings } from '../../journal/tellings.ts'
import type { Viewer } from '../../policy/viewer.ts'

/** What happened in the rooms the viewer takes part in, since they came in: entries with `readAt` of the room and of all. */
export function inMyRooms(db: Database | Transaction, kinds: Kinds, viewer: Viewer): Knex.QueryBuilder {
  return tellings(db, kinds, viewer)
    .join('participants as seat', (join) =>
      join.on('seat.roomId', 'entry.roomId').andOnVal('seat.userId', viewer.id)
    )
    .leftJoin('reads as mark', (join) =>
      join.on('mark.roomId', 'entry.roomId').andOnVal('mark.userId', viewer.id)
    )
    .leftJoin('reads as all', (join) => join.onNull('all.roomId').andOnVal('all.userId', viewer.id))
    .whereRaw('entry.at >= seat."createdAt"')
    .modify(sinceEntry(viewer))
}

export const isRead = `coalesce(greatest(mark."readAt", "all"."readAt") >= entry.at, false)`

/** Per room: when something last happened, and how much of what others said is unread. */
export function mine(db: Database | Transaction, kinds: Kinds, viewer: Viewer): Knex.QueryBuilder {
  const entries = inMyRooms(db, kinds, viewer).select(
    'entry.roomId',
    'entry.at',
    'entry.authorId',
    'entry.service',
    'entry.after',
    db.raw(`${isRead} as read`)
  )
  return db
    .from(entries.as('told'))
    .select('roomId')
    .max('at as lastAt')
    .select(
      db.raw(
        `count(*) filter (where not read and first and service in (${saidList}) and after is not null and "authorId" <> ?) as unread`,
        [viewer.id]
      )
    )
    .groupBy('roomId')
}
