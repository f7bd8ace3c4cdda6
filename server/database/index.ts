/** The one way to PostgreSQL: a Knex instance, its migrations, and transactions that tell when they have committed. */
import knex, { type Knex } from 'knex'
import pg from 'pg'
import { isPassing } from './failure.ts'
import { client } from './prepared.ts'

export { migrate, migrationNames } from './migrations.ts'
export { prepared } from './prepared.ts'

export type Database = Knex
export type Transaction = Knex.Transaction

const TIMESTAMPTZ = 1184
const NUMERIC = 1700
const INT8 = 20

/** Times leave the database as ISO 8601 UTC text, as the API speaks; money and counts as numbers. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === TIMESTAMPTZ) return isoOf
    if (oid === NUMERIC || oid === INT8) return Number
    return pg.types.getTypeParser(oid, format as 'text')
  }
}

const FARTHEST = 8.64e15

/** PostgreSQL knows years and infinities that JavaScript does not: they become its first or last day, lest one row stop a page. */
function isoOf(text: string): string {
  const at = new Date(text)
  if (!Number.isNaN(at.getTime())) return at.toISOString()
  const past = text.startsWith('-') || text.endsWith('BC')
  return new Date(past ? -FARTHEST : FARTHEST).toISOString()
}

/** Milliseconds. Nothing that people wait for takes longer, and what hangs holds up nobody else for longer. */
const timeouts = {
  statement_timeout: 10_000,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 60_000,
  connectionTimeoutMillis: 5_000
}
/** Whoever gets no connection by then is asked to come again. */
const POOL_WAIT = 5_000

export const connect = (url: string, pool = { min: 0, max: 16 }): Database =>
  knex({
    client,
    connection: { connectionString: url, types, ...timeouts } as Knex.PgConnectionConfig,
    pool,
    acquireConnectionTimeout: POOL_WAIT
  })

/** For migrations, backups and the like, which may take and wait as long as they need. */
export const connectPatiently = (url: string): Database =>
  knex({
    client,
    connection: { connectionString: url, types } as Knex.PgConnectionConfig,
    pool: { min: 0, max: 4 }
  })

/** Runs `work` in a transaction, or in a savepoint of the one under way; `committed` is called once, after the outermost commit. */
export async function withTransaction<T>(
  db: Database | Transaction,
  work: (trx: Transaction) => Promise<T>,
  committed?: () => void
): Promise<T> {
  const result = await db.transaction(work)
  if (!db.isTransaction) committed?.()
  return result
}

/**
 * Does the work for all in one savepoint; where that fails, for each in its own, so that one that fails takes none of the others
 * with it and is given to `failed`.
 */
export async function eachAlone<T>(
  trx: Transaction,
  items: T[],
  work: (trx: Transaction, item: T) => Promise<unknown>,
  failed: (trx: Transaction, item: T, error: unknown) => Promise<unknown>
) {
  const all = async (inner: Transaction) => {
    for (const item of items) await work(inner, item)
  }
  try {
    return await trx.transaction(all)
  } catch (error) {
    if (isPassing(error)) throw error
  }
  for (const item of items)
    try {
      await trx.transaction((inner) => work(inner, item))
    } catch (error) {
      if (isPassing(error)) throw error
      await failed(trx, item, error)
    }
}
