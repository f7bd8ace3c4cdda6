/**
 * Work that is done aside: each job is a row in the database, written in the transaction of what asks for it. Attempts,
 * errors and the time of the next try are the library's; see graphile_worker.jobs.
 */
import { setTimeout } from 'node:timers/promises'
import { Logger, parseCronItems, run, runMigrations, type Runner } from 'graphile-worker'
import type { Transaction } from '../database/index.ts'
import type { Application } from '../declarations.ts'

const PAUSE = 3000

type Task = (payload: any) => Promise<void>

interface Job {
  at?: Date
  /** A new job under the same key takes the place of the old. */
  key?: string
}

/** Leaves `payload` to the task of that name, once the transaction has committed and its time has come. */
export const addJob = (trx: Transaction, task: string, payload: object, { at, key }: Job = {}) =>
  trx.raw(`select 1 from graphile_worker.add_job(?, ?::json, run_at => ?::timestamptz, job_key => ?)`, [
    task,
    JSON.stringify(payload),
    at?.toISOString() ?? null,
    key ?? null
  ] as string[])

export class Jobs {
  #app: Application
  #tasks: Record<string, Task> = {}
  #everyMinute: string[] = []
  #runner: Runner | null = null
  #working: Promise<void> | null = null
  #stopping = new AbortController()

  constructor(app: Application) {
    this.#app = app
  }

  /** What is done with the jobs of this name; call it before `start`. */
  task(name: string, perform: Task) {
    this.#tasks[name] = perform
  }

  /** A task that also comes round by itself, on one node. */
  everyMinute(name: string, perform: () => Promise<void>) {
    this.task(name, perform)
    this.#everyMinute.push(name)
  }

  /** The library's own tables come first: whoever asks for a job writes into them. */
  async start() {
    await this.#app.get('db').transaction(async (trx) => {
      await trx.raw(`select pg_advisory_xact_lock(hashtext('strefa mail jobs'))`)
      await runMigrations(this.#options())
    })
    await new Promise<void>((begun) => (this.#working = this.#work(begun)))
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
        this.#runner = await run(this.#options())
        begun()
        if (this.#stopping.signal.aborted) await this.#runner.stop()
        await this.#runner.promise
      } catch (error) {
        if (!this.#stopping.signal.aborted)
          console.error('What is done aside waits for the database:', (error as Error).message)
      }
      begun()
      this.#runner = null
      await setTimeout(PAUSE, undefined, { signal: this.#stopping.signal }).catch(() => {})
    }
  }

  #options() {
    return {
      connectionString: this.#app.get('config').databaseUrl,
      maxPoolSize: 4,
      concurrency: 2,
      pollInterval: 1000,
      noHandleSignals: true,
      parsedCronItems: parseCronItems(this.#everyMinute.map((task) => ({ task, match: '* * * * *' }))),
      logger: new Logger(() => (level, message) => {
        if (level === 'error' && !this.#stopping.signal.aborted) console.error(message.split('\n')[0])
      }),
      taskList: this.#tasks
    }
  }
}
