/** Jobs that wait for one another, and for those of no other lane. */
import { setTimeout } from 'node:timers/promises'
import { Logger, parseCronItems, run, type JobHelpers, type Runner } from 'graphile-worker'
import type { Pool } from 'pg'
import { causeOf, isAway } from '../database/failure.ts'

export type Task = (payload: unknown) => Promise<void>

interface LaneOptions {
  concurrency: number
  /** Tasks that come round by themselves. */
  everyMinute: string[]
  /** Hears of jobs that fail again and again, and of those that were done after all. */
  watch: Watch
}

export interface Watch {
  failed(job: JobName, error: unknown): void
  done(job: JobName): void
}

export type JobName = Pick<JobHelpers['job'], 'id' | 'key' | 'task_identifier' | 'payload'>

const PAUSE = 3000
/** Attempts after which a job that fails is shown to administrators; it is tried further all the same. */
const ENOUGH = 3

export class Lane {
  #pool: Pool
  #tasks: Record<string, Task>
  #options: LaneOptions
  /** Whose jobs are being done. */
  #owners = new Set<string>()
  #runner: Runner | null = null
  #working: Promise<void> | null = null
  #stopping = new AbortController()

  constructor(pool: Pool, tasks: Record<string, Task>, options: LaneOptions) {
    this.#pool = pool
    this.#tasks = tasks
    this.#options = options
  }

  /** Resolves after the first try. */
  start() {
    return new Promise<void>((begun) => (this.#working = this.#work(begun)))
  }

  async stop() {
    this.#stopping.abort()
    await this.#runner?.stop().catch(() => {})
    await this.#working
  }

  /** The library gives up when the database stays away; then it is started anew. `begun` hears of the first try. */
  async #work(begun: () => void) {
    while (!this.#stopping.signal.aborted) {
      try {
        this.#runner = await run(this.#settings())
        this.#watch(this.#runner)
        begun()
        if (this.#stopping.signal.aborted) await this.#runner.stop()
        await this.#runner.promise
      } catch (error) {
        if (!this.#stopping.signal.aborted)
          console.error(
            `Jobs ${isAway(error) ? 'wait for the database' : 'failed, and start again'}: ${causeOf(error)}`
          )
      }
      begun()
      this.#runner = null
      await setTimeout(PAUSE, undefined, { signal: this.#stopping.signal }).catch(() => {})
    }
  }

  /** One that fails again and again is no other's trouble; where only a server is away, it waits. */
  #watch({ events }: Runner) {
    const { watch } = this.#options
    events.on('job:error', ({ job, error }) => {
      if (!isAway(error) && job.attempts >= ENOUGH) watch.failed(job, error)
    })
    events.on('job:success', ({ job }) => {
      if (job.attempts > ENOUGH) watch.done(job)
    })
  }

  #settings() {
    const { concurrency, everyMinute } = this.#options
    return {
      pgPool: this.#pool,
      concurrency,
      pollInterval: 1000,
      noHandleSignals: true,
      parsedCronItems: parseCronItems(everyMinute.map((task) => ({ task, match: '* * * * *' }))),
      forbiddenFlags: () => [...this.#owners],
      logger: new Logger(() => (level, message) => {
        if (level === 'error' && !this.#stopping.signal.aborted) console.error(message.split('\n')[0])
      }),
      taskList: Object.fromEntries(
        Object.entries(this.#tasks).map(([name, perform]) => [name, this.#inTurn(perform)])
      )
    }
  }

  /** Two jobs of one person may have been fetched at the same moment: the second is put back. */
  #inTurn(perform: Task) {
    return async (payload: unknown, { job, addJob }: JobHelpers) => {
      const [owner] = Object.keys(job.flags ?? {})
      if (owner === undefined) return perform(payload)
      if (this.#owners.has(owner)) return this.#putBack(payload, job, addJob)
      this.#owners.add(owner)
      try {
        await perform(payload)
      } finally {
        this.#owners.delete(owner)
      }
    }
  }

  async #putBack(payload: unknown, job: JobHelpers['job'], addJob: JobHelpers['addJob']) {
    await addJob(job.task_identifier, payload, {
      flags: Object.keys(job.flags ?? {}),
      priority: job.priority,
      ...(job.key && { jobKey: job.key })
    })
  }
}
