/** Strefa as a process of its own, for the tests of how it starts, stops, and is killed. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readlink, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

interface Launch {
  dataDir: string
  env?: Record<string, string>
  /** The command; Strefa itself unless told otherwise. */
  command?: [string, ...string[]]
  cwd?: string
  uid?: number
  gid?: number
}

/** Starts it on a free port, without the demo firm. */
export async function launch({ dataDir, env, command, cwd = root, ...account }: Launch) {
  const port = env?.PORT ?? `${await freePort()}`
  const [program, ...options] = command ?? [process.execPath, join(cwd, 'server/index.ts')]
  const child = spawn(program, options, {
    ...account,
    cwd,
    // Its own process group, as a terminal gives to what is started in it.
    detached: true,
    env: { PATH: process.env.PATH, HOME: tmpdir(), STREFA_DEMO: 'off', DATA_DIR: dataDir, PORT: port, ...env }
  })
  return new Strefa(child, port, dataDir)
}

export class Strefa {
  child: ChildProcess
  port: string
  dataDir: string
  printed = ''
  complained = ''
  exit: Promise<number | NodeJS.Signals>

  constructor(child: ChildProcess, port: string, dataDir: string) {
    this.child = child
    this.port = port
    this.dataDir = dataDir
    child.stdout!.on('data', (chunk) => (this.printed += chunk))
    child.stderr!.on('data', (chunk) => (this.complained += chunk))
    this.exit = once(child, 'close').then(([code, signal]) => code ?? signal)
  }

  /** Resolves when it says so; throws what it said instead, if it ends first. */
  running() {
    return this.says('Strefa is running at')
  }

  async says(words: string) {
    const said = () => (this.printed + this.complained).includes(words)
    while (!said()) {
      const more = [this.child.stdout!, this.child.stderr!].map((stream) => once(stream, 'data'))
      const ended = await Promise.race([...more, this.exit])
      if (!Array.isArray(ended) && !said()) throw new Error(`It ended: ${this.printed}${this.complained}`)
    }
    return this
  }

  async health(): Promise<any> {
    return (await fetch(`http://127.0.0.1:${this.port}/api/health`)).json()
  }

  /** The process of its PostgreSQL. */
  postgres() {
    return Number.parseInt(readFileSync(join(this.dataDir, 'postgres/cluster/postmaster.pid'), 'utf8'))
  }

  databaseUrl() {
    const [, , , port] = readFileSync(join(this.dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split(
      '\n'
    )
    const password = readFileSync(join(this.dataDir, 'postgres/password'), 'utf8')
    return `postgres://strefa:${password}@127.0.0.1:${port}/strefa`
  }

  /** Without a word, as the system does when memory runs out. */
  async kill() {
    this.child.kill('SIGKILL')
    await this.exit
  }

  async stop() {
    this.child.kill('SIGTERM')
    return this.exit
  }
}

export const isRunning = (pid: number) => {
  try {
    process.kill(pid, 0)
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z')
  } catch {
    return false
  }
}

/** Kills a process that is not our child, and comes back when it is no more. */
export async function killOutright(pid: number) {
  process.kill(pid, 'SIGKILL')
  await until(() => !isRunning(pid))
}

/** For what no event tells: looks again and again until it is so. */
export async function until(isSo: () => boolean) {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** A folder for data, with what ran there and what lies there taken away afterwards. */
export async function withFolder(use: (folder: string) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'strefa-start-'))
  try {
    await use(folder)
  } finally {
    const pid = join(folder, 'postgres/cluster/postmaster.pid')
    if (existsSync(pid)) await killOutright(Number.parseInt(readFileSync(pid, 'utf8'))).catch(() => undefined)
    const elsewhere = await readlink(join(folder, 'postgres')).catch(() => undefined)
    for (const each of [folder, elsewhere]) if (each) await rm(each, { recursive: true, force: true })
  }
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}
