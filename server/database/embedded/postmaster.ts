/** The PostgreSQL process: started on a free port of this machine, kept running, stopped without losing a word. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { CannotStart } from '../../config.ts'
import type { Account } from './account.ts'
import type { Programs } from './place.ts'

interface Postmaster {
  home: string
  cluster: string
  programs: Programs
  account: Account | undefined
  durable: boolean
  onLost: ((error: Error) => void) | undefined
}

/** Nothing of ours leaks into PostgreSQL, whose user may not be ours; and its messages are in English. */
const environment = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }

/** Runs one of the programs to its end. Throws `CannotStart` with what it said last. */
export const run = (program: string, options: string[], home: string, account: Account | undefined) =>
  promisify(execFile)(program, options, { ...account, cwd: home, env: environment }).catch((error) => {
    throw new CannotStart(
      `The embedded PostgreSQL cannot be made ready: ${lastLine(error.stderr || error.message)}`
    )
  })

/** Resolves when PostgreSQL accepts connections; if it ends later unasked, starts it again at the same port. */
export async function keepRunning(postmaster: Postmaster) {
  const { port, child } = await startSomewhere(postmaster)
  let running = Promise.resolve(child)
  let stopping = false

  const watch = (child: ChildProcess) => {
    const endWithUs = () => child.kill('SIGINT')
    process.once('exit', endWithUs)
    child.once('exit', () => {
      process.off('exit', endWithUs)
      if (!stopping) revive()
    })
  }
  const revive = () => {
    console.error('The embedded PostgreSQL ended unexpectedly; starting it again.')
    running = start(postmaster, port)
    running.then(watch, (error) => postmaster.onLost?.(error))
  }
  const stop = async () => {
    stopping = true
    await running.then(end, () => undefined)
  }

  watch(child)
  return { port, stop }
}

/** Between our finding a free port and PostgreSQL's taking it, somebody else may: then we look again. */
async function startSomewhere(postmaster: Postmaster) {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    try {
      return { port, child: await start(postmaster, port) }
    } catch (error) {
      if (attempt === 5 || !(error as Error).message.includes('listen')) throw error
    }
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}

/** Processes of a PostgreSQL that was killed need a moment to notice; until then the shared memory is theirs. */
async function start(postmaster: Postmaster, port: number) {
  const deadline = Date.now() + 10_000
  for (;;) {
    const said = await attempt(postmaster, port)
    if (typeof said !== 'string') return said
    if (Date.now() > deadline || !said.includes('shared memory block'))
      throw new CannotStart(`The embedded PostgreSQL does not start: ${lastLine(said)}`)
    await pause(50)
  }
}

/** The process once it is ready, or what it said before it ended. */
async function attempt({ home, cluster, programs, account, durable }: Postmaster, port: number) {
  // Detached: a Ctrl-C in the terminal is for us, who stop PostgreSQL when nothing needs it any more.
  const child = spawn(programs.postgres, ['-D', cluster, '-p', `${port}`, ...settings(durable)], {
    ...account,
    cwd: home,
    env: environment,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe']
  })
  const log = createWriteStream(join(home, 'log'), { mode: 0o600 })
  child.stderr!.pipe(log).on('error', () => child.stderr!.resume())
  return new Promise<ChildProcess | string>((resolve, reject) => {
    let said = ''
    const listen = (chunk: Buffer) => {
      said += chunk
      if (!said.includes('ready to accept connections')) return
      child.stderr!.off('data', listen)
      resolve(child)
    }
    child.stderr!.on('data', listen)
    child.once('close', () => resolve(said))
    child.once('error', (error) =>
      reject(new CannotStart(`The embedded PostgreSQL cannot run (${error.message}).`))
    )
  })
}

const settings = (durable: boolean) => {
  const promise = durable ? 'on' : 'off'
  return Object.entries({
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: promise,
    synchronous_commit: promise,
    full_page_writes: promise,
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    log_min_error_statement: 'panic'
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** First a fast shutdown, which lets no client hold it up; then, if that hangs, the one that recovers at the next start. */
async function end(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGINT')
  const impatience = setTimeout(() => child.kill('SIGQUIT'), 10_000)
  await ended
  clearTimeout(impatience)
}

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? ''
