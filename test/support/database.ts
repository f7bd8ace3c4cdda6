/** One real PostgreSQL for the whole run, and in it a fresh migrated database for whoever asks. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../../server/database/embedded.ts'
import { connect, migrate } from '../../server/database/index.ts'

let cluster: ReturnType<typeof start> | undefined
let made = 0

/** Clones the template, migrated once, unless an empty one is asked for. It may be left as it is: the whole cluster goes after the tests. */
export async function createTestDatabase({ empty = false } = {}) {
  const { url } = await (cluster ??= start())
  const name = `test_${++made}`
  const address = (database: string) => url.replace(/\/[^/]+$/, `/${database}`)
  const administer = (sql: string) => query(address('postgres'), sql)
  await administer(`create database ${name} template ${empty ? 'template0' : 'strefa'}`)
  return { url: address(name), drop: () => administer(`drop database ${name} with (force)`) }
}

/** Not durable: what is tried on this cluster is never the fate of a killed server. */
async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'strefa-test-'))
  const embedded = await startEmbedded({ dataDir: folder, durable: false })
  const db = connect(embedded.url)
  await migrate(db)
  await db.destroy()
  return { ...embedded, folder }
}

export async function stopTestDatabases() {
  if (!cluster) return
  const { stop, folder } = await cluster
  await stop()
  await rm(folder, { recursive: true, force: true })
}

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

globalThis.after?.(stopTestDatabases)
