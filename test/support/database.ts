import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded, type Embedded } from '../../server/database/embedded.ts'
import { connect, migrate } from '../../server/database/index.ts'

let cluster: Promise<Embedded & { folder: string }> | undefined
let made = 0

/** One real PostgreSQL for the whole run, not durable; its first database is migrated once and cloned for each file. */
async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'strefa-test-'))
  const embedded = await startEmbedded({ dataDir: folder, durable: false })
  const db = connect(embedded.url)
  await migrate(db)
  await db.destroy()
  return { ...embedded, folder }
}

export async function createTestDatabase() {
  const { url } = await (cluster ??= start())
  const name = `test_${++made}`
  const admin = connect(url.replace(/\/[^/]+$/, '/postgres'), { min: 0, max: 1 })
  await admin.raw(`create database ${name} template strefa`)
  await admin.destroy()
  return { url: url.replace(/\/[^/]+$/, `/${name}`) }
}

export async function stopTestDatabases() {
  if (!cluster) return
  const { stop, folder } = await cluster
  await stop()
  await rm(folder, { recursive: true, force: true })
}

after(stopTestDatabases)
