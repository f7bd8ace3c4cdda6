/** Reading the feed: entries in the order in which everyone may rely on them. */
import { prepared, type Database, type Transaction } from '../database/index.ts'
import type { Entry } from './append.ts'

export type FedEntry = Entry & {
  seq: number
  /** In the order of the changes of one record, which an entry that was fed again keeps. */
  position: number
  /** Set aside: no reader of the journal folds it. */
  aside: boolean
}

const columns = [
  'feed.seq',
  'feed.position',
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
    .leftJoin('setAside', (join) =>
      join.on('setAside.seq', 'feed.seq').andOnVal('setAside.reader', 'journal')
    )
    .select(columns)
    .select(trx.raw('"setAside".id is not null as aside'))
    .where('feed.seq', '>', after)
    .orderBy('feed.seq')
    .limit(limit)
    .modify(prepared)

/** For mail: without what is set aside, and what was fed again after a mail had told of it. */
export async function unmailed(trx: Transaction, entries: FedEntry[]): Promise<FedEntry[]> {
  if (entries.length === 0) return entries
  const told = await trx('setAside')
    .where({ reader: 'journal', mailed: true })
    .whereNotNull('againSeq')
    .select('againSeq')
  const passed = new Set(told.map(({ againSeq }) => againSeq))
  return entries.filter(({ seq, aside }) => !aside && !passed.has(seq))
}

/** The place of the newest entry; 0 when there is none. */
export async function lastPlace(db: Database | Transaction): Promise<number> {
  const row = await db('feed').max('seq as last').first()
  return Number(row?.last ?? 0)
}

/** One view of the database: every read in `work` sees the same moment. */
export const inSnapshot = <T>(db: Database, work: (trx: Transaction) => Promise<T>): Promise<T> =>
  db.transaction(work, { isolationLevel: 'repeatable read', readOnly: true })
