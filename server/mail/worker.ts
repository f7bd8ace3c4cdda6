/** Runs the jobs of windows that are due. Attempts, errors and the time of the next try are the library's; see graphile_worker.jobs. */
import { setTimeout } from 'node:timers/promises'
import { Logger, run, runMigrations, type Runner } from 'graphile-worker'
import type { Application } from '../declarations.ts'
import { TASK } from './windows.ts'

const PAUSE = 3000

export class Worker {
  #app: Application
  #settle: (windowId: string) => Promise<void>
  #runner: Runner | null = null
  #working: Promise<void> | null = null
  #stopping = new AbortController()

  constructor(app: Application, settle: (windowId: string) => Promise<void>) {
    this.#app = app
    this.#settle = settle
  }

  /** The library's own tables come first: windows are opened together with their jobs. */
  async start() {
    await this.#app.get('db').transaction(async (trx) => {
      await trx.raw(`select pg_advisory_xact_lock(hashtext('strefa mail jobs'))`)
      await runMigrations(this.#options())
    })
    this.#working = this.#work()
  }

  async stop() {
    this.#stopping.abort()
    await this.#runner?.stop().catch(() => {})
    await this.#working
  }

  /** The library gives up when the database stays away; then it is started anew. */
  async #work() {
    while (!this.#stopping.signal.aborted) {
      try {
        this.#runner = await run(this.#options())
        if (this.#stopping.signal.aborted) await this.#runner.stop()
        await this.#runner.promise
      } catch (error) {
        if (!this.#stopping.signal.aborted)
          console.error('Mails wait for the database:', (error as Error).message)
      }
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
      parsedCronItems: [],
      logger: new Logger(() => (level, message) => {
        if (level === 'error' && !this.#stopping.signal.aborted) console.error(message.split('\n')[0])
      }),
      taskList: { [TASK]: (payload: unknown) => this.#settle((payload as { windowId: string }).windowId) }
    }
  }
}
