/** The schema, step by step. A step that was shipped is never altered, so that each earlier version can be made again. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Knex } from 'knex'

const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url))

export const migrationNames = async () =>
  (await readdir(FOLDER)).filter((name) => name.endsWith('.ts')).sort()

/**
 * Safe when several nodes start at once: the first holds the lock, the others wait and find nothing left to do. With `only`, the
 * schema of the version that had these migrations; joins a transaction under way.
 */
export async function migrate(db: Knex, only?: readonly string[]) {
  await db.transaction(async (trx) => {
    await trx.raw(`select pg_advisory_xact_lock(hashtext('strefa migrations'))`)
    // A transaction under way waits for what was begun within it, so it is asked there.
    await (db.isTransaction ? trx : db).migrate.latest({ migrationSource: source(only) })
  })
}

const source = (only?: readonly string[]): Knex.MigrationSource<string> => ({
  getMigrations: async () => only?.toSorted() ?? migrationNames(),
  getMigrationName: (name) => name,
  getMigration: (name) => import(pathToFileURL(join(FOLDER, name)).href)
})
