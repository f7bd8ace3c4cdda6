import pg from 'pg'
import { CannotStart } from '../config.ts'

/** Throws `CannotStart`, in words about DATABASE_URL, unless a PostgreSQL that is new enough answers there. */
export async function checkReachable(url: string) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    const { rows } = await client.query('show server_version')
    const version = Number.parseInt(rows[0].server_version)
    if (version < 16) throw new Error(`it is version ${version}, and 16 or newer is needed`)
  } catch (error) {
    throw new CannotStart(`DATABASE_URL: the PostgreSQL there cannot be used (${reason(error)}).`)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** A name with two addresses fails with one error for each. */
const reason = (error: unknown): string =>
  error instanceof AggregateError ? reason(error.errors[0]) : (error as Error).message
