/** One process that does one piece of work at a time. */
import { fork, type ChildProcess } from 'node:child_process'
import { setPriority } from 'node:os'

export interface WorkerLimits {
  /** Milliseconds of processor time for one piece of work. */
  cpu: number
  /** Milliseconds on the clock; far more than `cpu`, since a busy machine is nobody's fault. */
  time: number
  /** Bytes of the whole process; half of it for JavaScript's own heap. */
  memory: number
}

/** The work threw, or its process went past a limit and was killed: trying again would end the same way. */
export class WorkerFailed extends Error {
  override name = 'WorkerFailed'

  constructor(reason = 'It went past its limits of time or memory and was killed.') {
    super(reason)
  }
}

/** Nothing was tried: too much of this person's waits already, or the server stops. */
export class WorkersBusy extends Error {
  override name = 'WorkersBusy'

  constructor() {
    super('Too much is waiting.')
  }
}

/** What the process hears, and what it says. */
export type Order = { part: unknown } | { begin: true }
export type Answer = { ready: true } | { output: unknown; isFull: boolean } | { error: string }

/** More than the server's own work would be given up for it. */
const NICENESS = 5
const PASSED_ON = ['PATH', 'TMPDIR', 'TEMP', 'SystemRoot']

export class WorkerProcess {
  isUsable = true
  #child: ChildProcess
  #time: number
  #hear: ((answer: Answer | null) => void) | undefined
  #ready: Promise<void>

  constructor(module: URL, { cpu, time, memory }: WorkerLimits) {
    this.#time = time
    this.#child = fork(module, [JSON.stringify({ cpu, memory })], {
      execArgv: [`--max-old-space-size=${Math.floor(memory / 2 ** 21)}`],
      env: Object.fromEntries(
        PASSED_ON.flatMap((name) => (name in process.env ? [[name, process.env[name]]] : []))
      ),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced'
    })
    this.#child.on('message', (answer: Answer) => this.#hear?.(answer))
    for (const event of ['exit', 'error', 'disconnect'] as const) this.#child.on(event, () => this.#lost())
    this.#ready = this.#answer().then(() => this.#giveWay())
    this.#ready.catch(() => {})
  }

  get pid() {
    return this.#child.pid
  }

  /** Resolves with what the work answers. */
  async perform(parts: Iterable<unknown>): Promise<unknown> {
    const timer = setTimeout(() => this.kill(), this.#time)
    try {
      await this.#ready
      for (const part of parts) await this.#send({ part })
      const answer = this.#answer()
      await this.#send({ begin: true })
      const heard = await answer
      if ('error' in heard) throw new WorkerFailed(heard.error)
      if (!('output' in heard)) throw new WorkerFailed()
      if (heard.isFull) this.isUsable = false
      return heard.output
    } finally {
      clearTimeout(timer)
    }
  }

  kill() {
    this.isUsable = false
    this.#child.kill('SIGKILL')
  }

  #answer(): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    this.#hear = (answer) => (answer ? resolve(answer) : reject(new WorkerFailed()))
    if (!this.isUsable) reject(new WorkerFailed())
    promise.catch(() => {})
    return promise
  }

  #send(order: Order) {
    return new Promise<void>((resolve, reject) =>
      this.#child.send(order, (error) => (error ? reject(new WorkerFailed()) : resolve()))
    )
  }

  #lost() {
    this.isUsable = false
    this.#hear?.(null)
  }

  #giveWay() {
    try {
      setPriority(this.#child.pid!, NICENESS)
    } catch {
      // Where the system does not let it, it works all the same.
    }
  }
}
