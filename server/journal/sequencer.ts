/**
 * Gives committed entries their place. Positions are taken inside transactions and become visible out of order, so a reader
 * that went by them would lose late commits; under one advisory lock any node moves what has committed into the feed.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Database } from '../database/index.ts'

const BATCH = 1000
/** Milliseconds between two batches: who writes alone never waits, and what many write at once is told together. */
const SPACING = 8
export const FEED_CHANNEL = 'strefa_feed'

export class Sequencer {
  #db: Database
  #moved: () => void
  #running: Promise<void> | null = null
  #again = false
  #stopped = false
  #next = 0
  /** The name under which this node tells the others. */
  readonly node: string = randomUUID()

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
      await setTimeout(Math.max(0, this.#next - performance.now()))
      this.#next = performance.now() + SPACING
      this.#again = false
      try {
        const moved = await moveBatch(this.#db, this.node)
        if (moved > 0) this.#moved()
        if (moved === BATCH) this.#again = true
      } catch {
        return // The database is away: what is pending stays pending, and the next poke or poll moves it.
      }
    } while (this.#again && !this.#stopped)
  }
}

/**
 * Answers how many entries were moved. The statements go together, as one transaction and one way there and back; each sees what
 * was committed before it began, so that the second knows all that was done under the lock before.
 */
export async function moveBatch(db: Database, node = ''): Promise<number> {
  const [, moved] = await db.raw(
    `select pg_advisory_xact_lock(hashtext('strefa feed'));
     with batch as (
       delete from "journalPending" where position in (select position from "journalPending" order by position limit ${BATCH})
       returning position
     ), moved as (
       insert into feed (position) select position from batch order by position returning seq
     )
     select count(*), case when count(*) > 0 then pg_notify('${FEED_CHANNEL}', '${node}') end from moved`
  )
  return moved.rows[0].count
}
