/** What lies in the data folder is nobody else's to read on this machine: files are 0600, folders 0700. */
import { existsSync } from 'node:fs'
import { chmod, lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

const OTHERS = 0o077
/** To pass through a folder without looking around in it. */
const PASSING = 0o011

/** Whatever this process and those it starts write from now on is closed to others; so is what was written before. */
export async function closeToOthers(dataDir: string) {
  process.umask(OTHERS)
  // The account that PostgreSQL runs as when we are root has to pass through the data folder to its own.
  const isPassed = process.getuid?.() === 0 && existsSync(join(dataDir, 'postgres'))
  await closeFolder(dataDir, isPassed ? OTHERS & ~PASSING : OTHERS).catch((error) =>
    console.warn(`DATA_DIR: what lies in ${dataDir} cannot be closed to other users (${error.code}).`)
  )
}

/** Its content first: a folder that is closed was closed to its end, and need not be gone through again. */
async function closeFolder(folder: string, others = OTHERS) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    // PostgreSQL sees to its own.
    if (entry.isSymbolicLink() || entry.name.startsWith('cluster')) continue
    if (!entry.isDirectory()) await close(path, OTHERS)
    else if ((await modeOf(path)) & OTHERS) await closeFolder(path)
  }
  await close(folder, others)
}

async function close(path: string, others: number) {
  const mode = await modeOf(path)
  if (mode & others) await chmod(path, mode & ~others).catch(unlessGone)
}

const modeOf = (path: string) =>
  lstat(path).then(
    ({ mode }) => mode & 0o777,
    (error) => unlessGone(error) ?? 0
  )

const unlessGone = (error: NodeJS.ErrnoException) => {
  if (error.code !== 'ENOENT') throw error
}
