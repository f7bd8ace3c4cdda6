/** A few processes and those who wait for them. Whoever has taken the least time is next: nobody's flood is in another's way. */
import { WorkerFailed, WorkerProcess, WorkersBusy, type WorkerLimits } from './process.ts'

export interface PoolOptions extends WorkerLimits {
  /** Processes at a time; one person has one of them. */
  size: number
}

interface Job<Part, Output> {
  owner: string
  parts: Iterable<Part>
  resolve(output: Output): void
  reject(error: Error): void
}

/** Of one person. */
const MOST_WAITING = 500
/** Milliseconds that a process is kept without work. */
const IDLE = 60_000

export class WorkerPool<Part, Output> {
  #module: URL
  #options: () => PoolOptions
  #waiting: Job<Part, Output>[] = []
  #running = new Map<string, number>()
  /** Milliseconds of work done for each person since the pool was last idle. */
  #spent = new Map<string, number>()
  #idle = new Map<WorkerProcess, NodeJS.Timeout>()
  #all = new Set<WorkerProcess>()
  #stopped = false

  constructor(module: URL, options: () => PoolOptions) {
    this.#module = module
    this.#options = options
  }

  /**
   * `owner` is whom the time is charged to; `parts` go over one by one. Rejects with `WorkerFailed` where the work threw or
   * went past its limits, and with `WorkersBusy` where this person has too much waiting.
   */
  run(owner: string, parts: Iterable<Part>): Promise<Output> {
    if (this.#stopped || this.#waiting.filter((job) => job.owner === owner).length >= MOST_WAITING)
      return Promise.reject(new WorkersBusy())
    const { promise, resolve, reject } = Promise.withResolvers<Output>()
    this.#waiting.push({ owner, parts, resolve, reject })
    this.#next()
    return promise
  }

  get pids(): number[] {
    return [...this.#all].flatMap(({ pid, isUsable }) => (isUsable && pid ? [pid] : []))
  }

  stop() {
    this.#stopped = true
    for (const { reject } of this.#waiting.splice(0)) reject(new WorkersBusy())
    for (const process of this.#all) this.#end(process)
  }

  #next() {
    const job = this.#running.size < this.#options().size && !this.#stopped && this.#fairest()
    if (!job) return
    this.#waiting.splice(this.#waiting.indexOf(job), 1)
    void this.#perform(job)
    this.#next()
  }

  /** The one who has taken least goes first, and of their jobs the oldest. */
  #fairest(): Job<Part, Output> | undefined {
    const spent = ({ owner }: Job<Part, Output>) => this.#spent.get(owner) ?? 0
    const free = this.#waiting.filter(({ owner }) => !this.#running.has(owner))
    return free.reduce<Job<Part, Output> | undefined>(
      (first, job) => (first && spent(first) <= spent(job) ? first : job),
      undefined
    )
  }

  async #perform({ owner, parts, resolve, reject }: Job<Part, Output>) {
    const began = performance.now()
    this.#running.set(owner, began)
    const process = this.#take()
    try {
      resolve((await process.perform(parts)) as Output)
    } catch (error) {
      reject(error instanceof Error ? error : new WorkerFailed())
    }
    this.#running.delete(owner)
    this.#spent.set(owner, (this.#spent.get(owner) ?? 0) + performance.now() - began)
    this.#release(process)
    if (this.#running.size + this.#waiting.length === 0) this.#spent.clear()
    this.#next()
  }

  /** One that has ended by itself meanwhile is not taken. */
  #take(): WorkerProcess {
    for (const [process, timer] of this.#idle) {
      clearTimeout(timer)
      this.#idle.delete(process)
      if (process.isUsable) return process
      this.#end(process)
    }
    return this.#start()
  }

  #start() {
    const process = new WorkerProcess(this.#module, this.#options())
    this.#all.add(process)
    return process
  }

  #release(process: WorkerProcess) {
    if (this.#stopped || !process.isUsable) return this.#end(process)
    this.#idle.set(process, setTimeout(() => this.#end(process), IDLE).unref())
  }

  #end(process: WorkerProcess) {
    clearTimeout(this.#idle.get(process))
    this.#idle.delete(process)
    this.#all.delete(process)
    process.kill()
  }
}
