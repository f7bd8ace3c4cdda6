/**
 * What could not be done for one person, entry or record is set aside, so that everybody else's goes on. It is tried again with
 * growing pauses and then waits for an administrator, who sees it in `set-aside`; the log names the cause.
 */
import { causeOf } from '../database/failure.ts'
import type { Database, Transaction } from '../database/index.ts'
import type { Application } from '../declarations.ts'

export type AsideReader = 'journal' | 'pending' | 'person' | 'window' | 'reminder' | 'export' | 'job'

export interface Matter {
  reader: AsideReader
  /** What it is about; one row for each. */
  subject: string
  service?: string | null
  recordId?: string | null
  roomId?: string | null
  userId?: string | null
  seq?: number | null
}

export interface AsideRow extends Matter {
  id: string
  reason: string
  attempts: number
  at: string
  triedAt: string
  nextAt: string | null
  endedAt: string | null
  againSeq: number | null
  mailed: boolean
}

/** Throws while it still cannot be done. */
type Retry = (trx: Transaction, row: AsideRow) => Promise<void>

const MINUTE = 60_000
/** The pauses before it is tried again by itself. */
const PAUSES = [1, 5, 30, 120].map((minutes) => minutes * MINUTE)
const MANY = 100

export class Aside {
  #app: Application
  #retries: Partial<Record<AsideReader, Retry>> = {}

  constructor(app: Application) {
    this.#app = app
  }

  /** How what this reader set aside is tried again. */
  onRetry(reader: AsideReader, retry: Retry) {
    this.#retries[reader] = retry
  }

  /** Keeps the first place that was missed: what comes later for the same subject is behind it. */
  async put(db: Database | Transaction, matter: Matter, error: unknown, mailed = false) {
    const { now, id } = this.#app.get('clock')
    const at = now().toISOString()
    const reason = causeOf(error)
    const row = { ...matter, id: id(), reason, at, triedAt: at, nextAt: this.#next(1), mailed }
    const [kept] = await db('setAside')
      .insert(row)
      .onConflict(['reader', 'subject'])
      .merge({ reason, triedAt: at, attempts: db.raw('"setAside".attempts + 1'), endedAt: null })
      .returning('attempts')
    if (kept.attempts > 1)
      await db('setAside')
        .where({ reader: matter.reader, subject: matter.subject })
        .update({ nextAt: this.#next(kept.attempts) })
    console.error(`Set aside ${nameOf(matter)}, attempt ${kept.attempts}: ${reason}`)
  }

  /** What could be done after all leaves no trace. */
  async drop(db: Database | Transaction, reader: AsideReader, subject: string) {
    await db('setAside').where({ reader, subject }).delete()
  }

  count(): Promise<number> {
    const rows = this.#app.get('db')('setAside').whereNull('endedAt').count('* as count').first()
    return rows.then((row) => Number(row?.count ?? 0))
  }

  /** Each in a transaction of its own; answers whether it is done. */
  async retry(id: string): Promise<boolean> {
    const db = this.#app.get('db')
    let tried: AsideRow | undefined
    try {
      await db.transaction(async (trx) => {
        tried = await trx('setAside').where({ id }).whereNull('endedAt').forUpdate().skipLocked().first()
        if (!tried) return
        await this.#retries[tried.reader]?.(trx, tried)
        if (tried.reader !== 'journal') await this.drop(trx, tried.reader, tried.subject)
      })
      if (tried) console.log(`Done after all: ${nameOf(tried)}.`)
    } catch (error) {
      const { reader, subject } = tried ?? {}
      if (!reader || !subject) throw error
      await this.put(db, { reader, subject }, error)
      return false
    }
    this.#app.get('sequencer').poke()
    return true
  }

  /** What comes round by itself. */
  async retryDue() {
    const due: { id: string }[] = await this.#app
      .get('db')('setAside')
      .whereNull('endedAt')
      .where('nextAt', '<=', this.#app.get('clock').now())
      .orderBy('nextAt')
      .limit(MANY)
      .select('id')
    for (const { id } of due) await this.retry(id)
  }

  #next(attempts: number) {
    const pause = PAUSES[attempts - 1]
    return pause === undefined ? null : new Date(this.#app.get('clock').now().getTime() + pause).toISOString()
  }
}

const nameOf = ({ reader, subject, service, recordId }: Matter) =>
  [reader, subject, service, recordId].filter(Boolean).join(' ')
