/**
 * Gives committed entries their place. Positions are taken inside transactions and become visible out of order, so a reader
 * that went by them would lose late commits; under one advisory lock any node moves what has committed into the feed.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { causeOf, isPassing } from '../database/failure.ts'
import type { Database } from '../database/index.ts'

const BATCH = 1000
/** Milliseconds between two batches: who writes alone never waits, and what many write at once is told together. */
const SPACING = 8
export const FEED_CHANNEL = 'strefa_feed'

export class Sequencer {
  #db: Database
  #moved: () => void
  #strays: (positions: number[]) => Promise<void>
  #running: Promise<void> | null = null
  #again = false
  #stopped = false
  #next = 0
  /** The name under which this node tells the others. */
  readonly node: string = randomUUID()

  /**
   * `moved` is called after each batch; other nodes hear a NOTIFY. Both are hints: readers also poll. `strays` gets what stood
   * in line and is no entry of the journal, or was fed before: it is taken out, lest it hold up what stands behind it.
   */
  constructor(db: Database, moved: () => void, strays = async (_positions: number[]) => {}) {
    this.#db = db
    this.#moved = moved
    this.#strays = strays
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
        const { taken, strays } = await moveBatch(this.#db, this.node)
        if (taken > strays.length) this.#moved()
        if (taken === BATCH) this.#again = true
        if (strays.length > 0) await this.#strays(strays)
      } catch (error) {
        // What is pending stays pending, and the next poke or poll moves it.
        if (!isPassing(error) && !this.#stopped) console.error(`The feed does not go on: ${causeOf(error)}`)
        return
      }
    } while (this.#again && !this.#stopped)
  }
}

/**
 * Answers how many were taken, and those among them that could not be moved. The statements go together, as one transaction and one way there and back; each sees what
 * was committed before it began, so that the second knows all that was done under the lock before.
 */
export async function moveBatch(db: Database, node = ''): Promise<{ taken: number; strays: number[] }> {
  const [, moved] = await db.raw(
    `select pg_advisory_xact_lock(hashtext('strefa feed'));
     with batch as (
       delete from "journalPending" where position in (select position from "journalPending" order by position limit ${BATCH})
       returning position
     ), fit as (
       select position from batch where position in (select position from journal where position in (select position from batch))
         and position not in (select position from feed where position in (select position from batch))
     ), moved as (
       insert into feed (position) select position from fit order by position returning seq
     )
     select (select count(*) from batch) as taken,
       array(select position::text from batch except select position::text from fit) as strays,
       case when count(*) > 0 then pg_notify('${FEED_CHANNEL}', '${node}') end from moved`
  )
  const { taken, strays } = moved.rows[0]
  return { taken, strays: strays.map(Number) }
}
