/** A Strefa that was killed leaves its PostgreSQL running. Holding the lock of the data folder, we may end it. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { CannotStart } from '../../config.ts'

/** Afterwards no PostgreSQL runs on `cluster` (a real path) and none is said to. */
export async function stopOrphan(cluster: string) {
  const file = join(cluster, 'postmaster.pid')
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''))
  if (!pid) return
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!(await runsOn(pid, cluster))) break
    signalTo(pid, signal)
    await gone(pid, cluster, 10_000)
  }
  if (await runsOn(pid, cluster))
    throw new CannotStart(`An earlier PostgreSQL (process ${pid}) does not stop.`)
  // What is left names a process of someone else's, and PostgreSQL would take that one for itself.
  await rm(file, { force: true })
}

async function gone(pid: number, cluster: string, patience: number) {
  const deadline = Date.now() + patience
  while (Date.now() < deadline && (await runsOn(pid, cluster))) await pause(20)
}

/** Whether the process is alive and is a PostgreSQL of this very cluster: a number may long since be another's. */
async function runsOn(pid: number, cluster: string) {
  if (existsSync('/proc/self')) return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === cluster
  const listed = await promisify(execFile)('ps', ['-o', 'command=', '-p', `${pid}`]).catch(() => undefined)
  return listed?.stdout.includes(cluster) ?? false
}

/** It may end between our looking and our speaking. */
function signalTo(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
