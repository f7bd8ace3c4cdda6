/**
 * A copy of database and files, made while Strefa runs: every table in one snapshot, and then the contents that this snapshot
 * names, which are never written over. The folder gets its name when all of it is there.
 */
import { createReadStream } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { CannotStart } from '../config.ts'
import { placeOf, type Storage } from '../files/storage.ts'
import { CopyOut } from './copy.ts'
import {
  CONTENTS,
  JOBS,
  MANIFEST,
  SECRET,
  writePart,
  type Manifest,
  type Part,
  type Table
} from './manifest.ts'
import { CONTENTS_IN_USE, quoted, sequencesOf, tablesOf, WAITING_JOBS } from './tables.ts'

interface Source {
  url: string
  storage: Storage
  sessionSecret: string
}

/** Throws `CannotStart` where `folder` is not empty. */
export async function takeBackup({ url, storage, sessionSecret }: Source, folder: string): Promise<Manifest> {
  if ((await readdir(folder).catch(() => [])).length > 0)
    throw new CannotStart(`${folder} is not empty: name a folder that is to be made.`)
  await mkdir(dirname(folder), { recursive: true })
  const draft = await mkdtemp(`${folder}.draft-`)
  try {
    await chmod(draft, 0o700)
    const secret = await writePart(draft, SECRET, Readable.from([sessionSecret]))
    const { parts, ...database } = await copyDatabase(url, draft)
    const damaged = await copyContents(storage, draft)
    const manifest: Manifest = {
      ...{ format: 'strefa-backup', version: 1, madeAt: new Date().toISOString() },
      ...{ ...database, parts: [secret, ...parts], damaged }
    }
    await writeFile(join(draft, MANIFEST), JSON.stringify(manifest, null, 1), { mode: 0o600, flush: true })
    await rename(draft, folder)
    return manifest
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/** No migration changes a table meanwhile; the snapshot begins when that is certain. */
async function copyDatabase(url: string, folder: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(
      `set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0`
    )
    await client.query(`set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'postgres'`)
    await client.query(`select pg_advisory_lock_shared(hashtext('strefa migrations'))`)
    await client.query('begin isolation level repeatable read read only')
    const migrations = await client.query<{ name: string }>('select name from knex_migrations order by id')
    const tables: Table[] = []
    const parts: Part[] = []
    const copy = async (part: string, query: string) => {
      const out = client.query(new CopyOut(`copy (${query}) to stdout`))
      parts.push(await writePart(folder, part, out))
      return out.rows
    }
    for (const { name, columns } of await tablesOf(client)) {
      const part = `table-${encodeURIComponent(name)}.gz`
      const rows = await copy(part, `select ${columns.map(quoted)} from ${quoted(name)}`)
      tables.push({ name, columns, rows, part })
    }
    await copy(CONTENTS, CONTENTS_IN_USE)
    if (await hasJobs(client)) await copy(JOBS, WAITING_JOBS)
    await client.query('commit')
    const sequences = await sequencesOf(client)
    return { migrations: migrations.rows.map(({ name }) => name), tables, parts, sequences }
  } finally {
    await client.end()
  }
}

async function hasJobs(client: pg.Client) {
  const { rows } = await client.query(`select to_regclass('graphile_worker._private_jobs') as found`)
  return rows[0].found !== null
}

/** Answers the hashes of those that are missing or are not what they were; the others are there all the same. */
async function copyContents(storage: Storage, folder: string) {
  const damaged: string[] = []
  for await (const hash of hashesIn(folder)) {
    const place = `contents/${placeOf(hash)}`
    await mkdir(dirname(join(folder, place)), { recursive: true, mode: 0o700 })
    const part = await storage
      .read(hash)
      .then((content) => writePart(folder, place, content))
      .catch((error) => {
        if (error.code === 'ENOSPC') throw error
      })
    if (part?.sha256 !== hash) damaged.push(hash)
  }
  return damaged
}

/** Those that the backup's database names. */
export const hashesIn = (folder: string): AsyncIterable<string> =>
  createInterface(createReadStream(join(folder, CONTENTS)).pipe(createGunzip()))
