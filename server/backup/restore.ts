/** A backup brought into an empty place: all of the database in one transaction, and the contents before it. */
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Logger, runMigrations } from 'graphile-worker'
import type { Client } from 'pg'
import { CannotStart } from '../config.ts'
import { connect, migrate, migrationNames, type Transaction } from '../database/index.ts'
import { placeOf, type Storage } from '../files/storage.ts'
import { CopyIn } from './copy.ts'
import { hashOf, JOBS, type Manifest, type Table } from './manifest.ts'
import { quoted } from './tables.ts'
import { hashesIn } from './take.ts'

/** Throws `CannotStart` where a content is missing, or where the backup is of a version that is newer than this one. */
export async function checkBackup(folder: string, { migrations, damaged }: Manifest) {
  const known = await migrationNames()
  const unknown = migrations.find((name) => !known.includes(name))
  if (unknown) throw new CannotStart(`The backup is of a newer version of Strefa, which has ${unknown}.`)
  for await (const hash of hashesIn(folder))
    if (!damaged.includes(hash) && (await hashOf(contentIn(folder, hash))) !== hash)
      throw new CannotStart(
        `The backup in ${folder} is damaged: the content ${hash} is missing or was altered.`
      )
}

/** Taken in by way of the data folder, which the backup may not share a disk with. */
export async function restoreContents(storage: Storage, folder: string, dataDir: string, damaged: string[]) {
  await storage.ready()
  const draft = join(dataDir, 'files', 'restoring')
  await mkdir(join(dataDir, 'files'), { recursive: true })
  for await (const hash of hashesIn(folder)) {
    if (damaged.includes(hash)) continue
    await copyFile(contentIn(folder, hash), draft)
    await storage.take(draft)
    await rm(draft)
  }
}

const contentIn = (folder: string, hash: string) => join(folder, 'contents', placeOf(hash))

/** All of it or nothing. */
export async function restoreDatabase(url: string, folder: string, manifest: Manifest) {
  const db = connect(url)
  try {
    await runMigrations({ connectionString: url, logger: new Logger(() => () => {}) })
    await db.transaction(async (trx) => {
      await trx.raw(
        'set local statement_timeout = 0; set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0'
      )
      await migrate(trx, manifest.migrations)
      await withoutRules(trx, () => fill(trx, folder, manifest))
      await trx.raw('analyze')
    })
  } finally {
    await db.destroy()
  }
}

/** Throws `CannotStart` where there are tables already. */
export async function refuseFull(url: string) {
  const db = connect(url)
  const { rows } = await db
    .raw(`select from pg_tables where schemaname = 'public'`)
    .finally(() => db.destroy())
  if (rows.length > 0)
    throw new CannotStart('DATABASE_URL: that database is not empty; a backup is restored into an empty one.')
}

async function fill(trx: Transaction, folder: string, { tables, parts, sequences }: Manifest) {
  for (const { name } of tables) await trx.raw(`delete from ${quoted(name)}`)
  for (const table of tables) await bringIn(trx, folder, table)
  for (const { name, value } of sequences)
    await trx.raw('select setval(quote_ident(?)::regclass, ?::bigint)', [name, value])
  if (parts.some(({ name }) => name === JOBS)) await addJobs(trx, folder)
  await trx('settings').where({ key: 'restored' }).delete()
  // Cursors of before lead past what is here now: with another key they are foreign, and whoever holds one begins anew.
  await trx('settings').insert({
    key: 'restored',
    value: JSON.stringify({ id: randomUUID(), at: new Date().toISOString() })
  })
}

/** Migrations write rows of their own, which the backup has as they became. */
async function bringIn(trx: Transaction, folder: string, { name, columns, rows, part }: Table) {
  const target = `${quoted(name)} (${columns.map(quoted)})`
  if ((await copyIn(trx, target, join(folder, part))) !== rows)
    throw new CannotStart(`The backup in ${folder} is damaged: ${part} has another number of rows.`)
}

/** Each begins anew, whoever was at work on it when the backup was made. */
async function addJobs(trx: Transaction, folder: string) {
  await trx.raw(`create temporary table "jobsBefore" (identifier text, payload json, queue text, at timestamptz,
    attempts int, key text, priority int) on commit drop`)
  await copyIn(trx, '"jobsBefore"', join(folder, JOBS))
  await trx.raw(
    `select count(graphile_worker.add_job(identifier, payload, queue, at, attempts, key, priority)) from "jobsBefore"`
  )
}

/** The transaction's own connection: Knex knows nothing of COPY. */
async function copyIn(trx: Transaction, target: string, path: string) {
  const client: Client = await trx.client.acquireConnection()
  const into = client.query(new CopyIn(`copy ${target} from stdin`))
  await pipeline(createReadStream(path), createGunzip(), into)
  return into.rows
}

/** Triggers that refuse changes and keys that want an order stand aside meanwhile; the keys are checked again as they come back. */
async function withoutRules(trx: Transaction, work: () => Promise<void>) {
  const { rows: keys } = await trx.raw(
    `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0`
  )
  const { rows: triggers } = await trx.raw(
    `select tgrelid::regclass::text as table, quote_ident(tgname) as name
     from pg_trigger join pg_class on pg_class.oid = tgrelid
     where not tgisinternal and tgenabled = 'O' and tgparentid = 0 and relnamespace = 'public'::regnamespace`
  )
  for (const { table, name } of keys) await trx.raw(`alter table ${table} drop constraint ${name}`)
  for (const { table, name } of triggers) await trx.raw(`alter table ${table} disable trigger ${name}`)
  await work()
  for (const { table, name } of triggers) await trx.raw(`alter table ${table} enable trigger ${name}`)
  for (const { table, name, definition } of keys)
    await trx.raw(`alter table ${table} add constraint ${name} ${definition}`)
}
