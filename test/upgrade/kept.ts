/** An installation that an earlier version left, brought into a database and a data folder of its own. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import pg from 'pg'
import { connect, migrate } from '../../server/database/index.ts'
import { createTestDatabase } from '../support/database.ts'
import { root } from '../support/strefa.ts'

type Row = Record<string, unknown>

export interface Kept {
  madeAt: string
  sessionSecret: string
  /** The migrations of then, which nobody may have altered. */
  migrations: { name: string; sha256: string }[]
  /** The schema of graphile-worker then, as statements. */
  worker: string[]
  /** Rows by `schema.table`, without generated columns. */
  tables: Record<string, Row[]>
  sequences: { name: string; value: string }[]
  /** In base64, by their place in the folder of contents. */
  contents: Record<string, string>
  roomId: string
  exportId: string
  fileId: string
  /** What each person was answered in that room, by e-mail address. */
  seen: Record<string, { unread: number; records: Record<string, string[]> }>
}

export const readKept = (name: string): Kept =>
  JSON.parse(gunzipSync(readFileSync(new URL(name, import.meta.url))).toString())

export const sha256 = (migration: string) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'migrations', migration)))
    .digest('hex')

/** As it lay there, but that what was valid for so long is valid as long again: the test must not grow old. */
export async function bringBack(kept: Kept) {
  const { url } = await createTestDatabase({ empty: true })
  const db = connect(url)
  await migrate(
    db,
    kept.migrations.map(({ name }) => name)
  )
  await db.destroy()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`create schema graphile_worker; create table graphile_worker.migrations(
    id int primary key, ts timestamptz default now() not null, breaking boolean not null default false)`)
  for (const statements of kept.worker) await client.query(statements)
  await client.query('set session_replication_role = replica')
  for (const [name, rows] of Object.entries(kept.tables)) await fill(client, name, rows)
  for (const { name, value } of kept.sequences) await client.query('select setval($1, $2)', [name, value])
  await postpone(client, kept)
  await client.end()
  return { url, dataDir: await folderOf(kept) }
}

async function fill(client: pg.Client, table: string, rows: Row[]) {
  const name = quoted(table)
  await client.query(`delete from ${name}`)
  const columns = Object.keys(rows[0] ?? {}).map((column) => `"${column}"`)
  if (rows.length > 0)
    await client.query(
      `insert into ${name} (${columns}) overriding system value
       select ${columns} from jsonb_populate_recordset(null::${name}, $1)`,
      [JSON.stringify(rows)]
    )
}

async function postpone(client: pg.Client, { madeAt, tables }: Kept) {
  const columns = Object.entries(tables).flatMap(([table, [row = {}]]) =>
    ['expiresAt', 'readyAt'].filter((column) => column in row).map((column) => [quoted(table), column])
  )
  for (const [table, column] of columns)
    await client.query(`update ${table} set "${column}" = "${column}" + (now() - $1::timestamptz)`, [madeAt])
  await client.query('update graphile_worker._private_jobs set run_at = now()')
}

async function folderOf({ contents }: Kept) {
  const dataDir = await mkdtemp(join(tmpdir(), 'strefa-kept-'))
  for (const [place, content] of Object.entries(contents)) {
    const path = join(dataDir, 'files/content', place)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, Buffer.from(content, 'base64'))
  }
  return dataDir
}

export const quoted = (table: string) =>
  table
    .split('.')
    .map((part) => `"${part}"`)
    .join('.')
