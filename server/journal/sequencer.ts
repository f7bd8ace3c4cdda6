/**
 * Gives committed entries their place. Positions are taken inside transactions and become visible out of order, so a reader
 * that went by them would lose late commits; under one advisory lock any node moves what has committed into the feed.
 */
import type { Database } from '../database/index.ts'

const BATCH = 1000
export const FEED_CHANNEL = 'strefa_feed'

export class Sequencer {
  #db: Database
  #moved: () => void
  #running: Promise<void> | null = null
  #again = false
  #stopped = false

  /** `moved` is called after each batch; other nodes hear a NOTIFY. Both are hints: readers also poll. */
  constructor(db: Database, moved: () => void) {
    this.#db = db
    this.#moved = moved
  }

  poke() {
    if (this.#stopped) return
    if (this.#running) this.#again = true
    else this.#running = this.#run().finally(() => (this.#running = null))
  }

  async stop() {
    this.#stopped = true
    await this.#running
  }

  async #run() {
    do {
      this.#again = false
      try {
        const moved = await moveBatch(this.#db)
        if (moved > 0) this.#moved()
        if (moved === BATCH) this.#again = true
      } catch {
        return // The database is away: what is pending stays pending, and the next poke or poll moves it.
      }
    } while (this.#again && !this.#stopped)
  }
}

/** Answers how many entries were moved. */
export async function moveBatch(db: Database): Promise<number> {
  return db.transaction(async (trx) => {
    await trx.raw(`select pg_advisory_xact_lock(hashtext('strefa feed'))`)
    const { rowCount } = await trx.raw(
      `with batch as (
         delete from "journalPending" where position in (select position from "journalPending" order by position limit ${BATCH})
         returning position
       )
       insert into feed (position) select position from batch order by position`
    )
    if (rowCount > 0) await trx.raw(`select pg_notify('${FEED_CHANNEL}', '')`)
    return rowCount
  })
}
