/** Reading the feed: entries in the order in which everyone may rely on them. */
import { prepared, type Database, type Transaction } from '../database/index.ts'
import type { Entry } from './append.ts'

export type FedEntry = Entry & { seq: number }

const columns = [
  'feed.seq',
  ...[
    'id',
    'at',
    'actorId',
    'roomId',
    'service',
    'recordId',
    'event',
    'authorId',
    'before',
    'after',
    'changed'
  ].map((column) => `journal.${column}`)
]

export const readFeed = (trx: Transaction, after: number, limit: number): Promise<FedEntry[]> =>
  trx('feed')
    .join('journal', 'journal.position', 'feed.position')
    .select(columns)
    .where('feed.seq', '>', after)
    .orderBy('feed.seq')
    .limit(limit)
    .modify(prepared)

/** The place of the newest entry; 0 when there is none. */
export async function lastPlace(db: Database | Transaction): Promise<number> {
  const row = await db('feed').max('seq as last').first()
  return Number(row?.last ?? 0)
}

/** One view of the database: every read in `work` sees the same moment. */
export const inSnapshot = <T>(db: Database, work: (trx: Transaction) => Promise<T>): Promise<T> =>
  db.transaction(work, { isolationLevel: 'repeatable read', readOnly: true })
