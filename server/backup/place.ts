/** Where an installation lies: its data folder and its database, whether Strefa runs there or not. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CannotStart, readConfig, type Settings } from '../config.ts'
import { joinEmbedded, startEmbedded, type Embedded } from '../database/embedded.ts'
import { checkReachable } from '../database/reachable.ts'

type Environment = NodeJS.ProcessEnv

const RESTORING = 'restoring'

const dataDirOf = ({ DATA_DIR }: Environment) => resolve(DATA_DIR?.trim() || 'data')

/** The folder that somebody named at the command line; npm goes elsewhere before it runs us. */
export const folderNamed = (name: string) => resolve(process.env.INIT_CWD ?? '.', name)

/** Throws `CannotStart` where no Strefa ever ran: reading the configuration would make one's secret. */
export function findSettings(environment: Environment): Settings {
  const dataDir = dataDirOf(environment)
  const hasDatabase = environment.DATABASE_URL || existsSync(join(dataDir, 'postgres'))
  const hasSecret = environment.SESSION_SECRET || existsSync(join(dataDir, 'session-secret'))
  if (hasDatabase && hasSecret) return readConfig(environment)
  throw new CannotStart(
    `DATA_DIR: there is nothing to back up in ${dataDir}; set the variables as Strefa has them.`
  )
}

/** The database of a Strefa that runs, or one started for the time being. */
export async function joinDatabase({ databaseUrl, dataDir }: Settings): Promise<Embedded> {
  return databaseUrl ? own(databaseUrl) : joinEmbedded({ dataDir })
}

export const openDatabase = ({ databaseUrl, dataDir }: Settings): Promise<Embedded> =>
  databaseUrl ? own(databaseUrl) : startEmbedded({ dataDir })

async function own(url: string): Promise<Embedded> {
  await checkReachable(url)
  return { url, stop: async () => {} }
}

/**
 * A data folder in the making; what was put there goes again if `work` fails. Until it has succeeded Strefa does not start there,
 * should we be killed meanwhile. Throws `CannotStart` where there is something already.
 */
export async function inNewPlace(
  environment: Environment,
  sessionSecret: string,
  work: (settings: Settings) => Promise<void>
) {
  const dataDir = dataDirOf(environment)
  const found = await readdir(dataDir).catch(() => [])
  if (found.length > 0)
    throw new CannotStart(
      `DATA_DIR: the folder ${dataDir} is not empty; a backup is restored into an empty one.`
    )
  process.umask(0o077)
  await mkdir(dataDir, { recursive: true })
  try {
    await writeFile(join(dataDir, RESTORING), '', { flush: true })
    await writeFile(join(dataDir, 'session-secret'), sessionSecret, { mode: 0o600, flush: true })
    await work(readConfig(environment))
    await rm(join(dataDir, RESTORING))
  } catch (error) {
    for (const name of await readdir(dataDir)) await rm(join(dataDir, name), { recursive: true, force: true })
    throw error
  }
}

/** Throws `CannotStart` in a data folder whose restore was cut short. */
export function refuseUnfinished(dataDir: string) {
  if (existsSync(join(dataDir, RESTORING)))
    throw new CannotStart(
      `DATA_DIR: a restore into ${dataDir} was not finished; empty the folder and restore again.`
    )
}
