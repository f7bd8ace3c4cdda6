/**
 * Work that is done aside: each job is a row in the database, written in the transaction of what asks for it. Attempts,
 * errors and the time of the next try are the library's; see graphile_worker.jobs. What must not wait for other work has a
 * lane of its own.
 */
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { causeOf } from '../database/failure.ts'
import type { Transaction } from '../database/index.ts'
import type { Application } from '../declarations.ts'
import { Lane, type JobName, type Task, type Watch } from './lane.ts'

/** How many jobs each lane does at a time, on one node. */
const lanes = {
  /** Somebody is waiting for it in order to come in. */
  urgent: 2,
  mail: 2,
  digests: 1,
  documents: 2,
  /** What comes round by itself. */
  rounds: 2
}

export type LaneName = keyof typeof lanes

interface Job {
  at?: Date
  /** A new job under the same key takes the place of the old. */
  key?: string
  /** Of the jobs of one person in a lane, one is done at a time. */
  owner?: string
  /** Jobs with a lower number are done first; 0 unless it is said. */
  priority?: number
}

/** Leaves `payload` to the task of that name, once the transaction has committed and its time has come. */
export const addJob = (
  trx: Transaction,
  task: string,
  payload: object,
  { at, key, owner, priority }: Job = {}
) =>
  trx.raw(
    `select 1 from graphile_worker.add_job(?, ?::json, run_at => ?::timestamptz, job_key => ?, priority => ?, flags => ?::text[])`,
    [
      task,
      JSON.stringify(payload),
      at?.toISOString() ?? null,
      key ?? null,
      priority ?? null,
      owner ? [owner] : null
    ] as string[]
  )

/** Connections of all lanes together; each keeps one to hear of new jobs. */
const CONNECTIONS = 9

export class Jobs {
  #app: Application
  #tasks = new Map<LaneName, Record<string, Task>>()
  #everyMinute: string[] = []
  #lanes: Lane[] = []
  #pool: pg.Pool | null = null

  constructor(app: Application) {
    this.#app = app
  }

  /** What is done with the jobs of this name; call it before `start`. `Payload` is what `addJob` is given for them. */
  task<Payload extends object>(name: string, lane: LaneName, perform: (payload: Payload) => Promise<void>) {
    this.#tasks.set(lane, { ...this.#tasks.get(lane), [name]: perform as Task })
  }

  /** A task that also comes round by itself, on one node. */
  everyMinute(name: string, perform: () => Promise<void>) {
    this.task(name, 'rounds', perform)
    this.#everyMinute.push(name)
  }

  /** The library's own tables come first: whoever asks for a job writes into them. */
  async start() {
    const pgPool = new pg.Pool({
      connectionString: this.#app.get('config').databaseUrl,
      max: CONNECTIONS
    })
    // A connection that is lost is opened anew when it is needed.
    pgPool.on('error', () => {})
    pgPool.on('connect', (client) => client.on('error', () => {}))
    this.#pool = pgPool
    await this.#app.get('db').transaction(async (trx) => {
      await trx.raw(`set local lock_timeout = 0; set local statement_timeout = 0`)
      await trx.raw(`select pg_advisory_xact_lock(hashtext('strefa mail jobs'))`)
      await runMigrations({ pgPool })
    })
    this.#lanes = [...this.#tasks].map(
      ([name, tasks]) =>
        new Lane(pgPool, tasks, {
          concurrency: lanes[name],
          everyMinute: name === 'rounds' ? this.#everyMinute : [],
          watch: watch(this.#app)
        })
    )
    await Promise.all(this.#lanes.map((lane) => lane.start()))
  }

  async stop() {
    await Promise.all(this.#lanes.map((lane) => lane.stop()))
    await this.#pool?.end()
  }
}

function watch(app: Application): Watch {
  const aside = app.get('aside')
  const complain = (error: unknown) => console.error(`A failed job could not be set aside: ${causeOf(error)}`)
  return {
    failed(job, error) {
      const recordId =
        Object.values((job.payload ?? {}) as object).find((id) => typeof id === 'string') ?? null
      const matter = {
        reader: 'job' as const,
        subject: subjectOf(job),
        service: job.task_identifier,
        recordId
      }
      aside.put(app.get('db'), matter, error).catch(complain)
    },
    done: (job) => void aside.drop(app.get('db'), 'job', subjectOf(job)).catch(complain)
  }
}

const subjectOf = ({ key, id }: JobName) => key ?? `job ${id}`

/** Of a job that was set aside: its attempts begin anew. Where it is gone, there is nothing left to do. */
export const tryJobAgain = (trx: Transaction, subject: string) =>
  trx.raw(
    `select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs where key = :subject or 'job ' || id = :subject),
       run_at => now(), attempts => 0)`,
    { subject }
  )
