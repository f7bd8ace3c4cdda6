/** Reads the feed on behalf of everyone who is away, from a place of its own: what it has passed is in windows, or concerns nobody. */
import { setTimeout } from 'node:timers/promises'
import { causeOf, isAway, isOvertaken } from '../database/failure.ts'
import type { Transaction } from '../database/index.ts'
import type { Application } from '../declarations.ts'
import { readFeed, unmailed, type FedEntry } from '../journal/feed.ts'
import { fold } from '../journal/fold.ts'
import { isolating } from '../journal/isolate.ts'
import { tidings } from './tidings.ts'
import { bringForward, openWindows, revive } from './windows.ts'

const BATCH = 500
const POLL = 2000
/** No mail is in such a hurry that what comes within this time could not be read together. */
const GATHER = 250
/** Polls between two looks for windows whose job was lost. */
const REVIVE = 5

export class Reader {
  #app: Application
  #poll: NodeJS.Timeout | undefined
  #polls = 0
  #running: Promise<void> | null = null
  #again = false
  #stopped = false
  /** Entries of the next batch: fewer after a failure that no single entry explains. */
  #size = BATCH

  constructor(app: Application) {
    this.#app = app
  }

  start() {
    this.#poll = setInterval(() => this.poke(this.#polls++ % REVIVE === 0), POLL)
    this.poke(true)
  }

  async stop() {
    this.#stopped = true
    clearInterval(this.#poll)
    await this.#running
  }

  poke(alsoRevive = false) {
    if (this.#stopped) return
    if (this.#running) this.#again = true
    else this.#running = this.#run(alsoRevive).finally(() => (this.#running = null))
  }

  async #run(alsoRevive: boolean) {
    try {
      do {
        await setTimeout(GATHER)
        this.#again = false
        if ((await this.#readOn()) === this.#size) this.#again = true
        this.#size = BATCH
      } while (this.#again && !this.#stopped)
      if (alsoRevive) await this.#revive()
    } catch (error) {
      // Where another node went on meanwhile, its work is seen the next time.
      if (!isOvertaken(error) && !this.#stopped) this.#complain(error)
    }
  }

  #complain(error: unknown) {
    if (isAway(error)) return console.error(`The mail reader waits for the database: ${causeOf(error)}`)
    this.#size = Math.max(1, this.#size >> 1)
    console.error(`The mail reader failed, and tries again: ${causeOf(error)}`)
  }

  #readOn(): Promise<number> {
    return isolating(this.#app, {
      work: () => this.#read(),
      entries: async (trx) => readFeed(trx, (await trx('mailPlace').first('seq')).seq, this.#size),
      probe: (trx, entries) => this.#tidings(trx, entries)
    })
  }

  async #tidings(trx: Transaction, entries: FedEntry[]) {
    const unwritten = await unmailed(trx, entries)
    return tidings(trx, await fold(trx, this.#app.get('kinds'), unwritten), unwritten)
  }

  async #revive() {
    await revive(this.#app)
    await bringForward(this.#app)
  }

  /** Answers how many entries it went through; the windows, their jobs and the new place are there together or not at all. */
  async #read(): Promise<number> {
    const work = async (trx: Transaction) => {
      const place = await trx('mailPlace').forUpdate().skipLocked().first('seq')
      const entries = place ? await readFeed(trx, place.seq, this.#size) : []
      const last = entries.at(-1)
      if (!last) return 0
      await openWindows(this.#app, trx, await this.#tidings(trx, entries))
      await trx('mailPlace').update({ seq: last.seq })
      return entries.length
    }
    return this.#app.get('db').transaction(work, { isolationLevel: 'repeatable read' })
  }
}
