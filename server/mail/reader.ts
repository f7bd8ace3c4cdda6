/** Reads the feed on behalf of everyone who is away, from a place of its own: what it has passed is in windows, or concerns nobody. */
import { setTimeout } from 'node:timers/promises'
import type { Application } from '../declarations.ts'
import { readFeed } from '../journal/feed.ts'
import { fold } from '../journal/fold.ts'
import { tidings } from './tidings.ts'
import { openWindows, revive } from './windows.ts'

const BATCH = 500
const POLL = 2000
/** No mail is in such a hurry that what comes within this time could not be read together. */
const GATHER = 250
/** Polls between two looks for windows whose job was lost. */
const REVIVE = 5
/** Another node went on meanwhile: its work is seen the next time. */
const OVERTAKEN = '40001'

export class Reader {
  #app: Application
  #poll: NodeJS.Timeout | undefined
  #polls = 0
  #running: Promise<void> | null = null
  #again = false
  #stopped = false

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
        if ((await this.#read()) === BATCH) this.#again = true
      } while (this.#again && !this.#stopped)
      if (alsoRevive) await revive(this.#app)
    } catch (error) {
      if ((error as { code?: string }).code === OVERTAKEN || this.#stopped) return
      console.error('The mail room waits for the database:', (error as Error).message)
    }
  }

  /** Answers how many entries it went through; the windows, their jobs and the new place are there together or not at all. */
  async #read(): Promise<number> {
    const work = async (trx: Parameters<typeof readFeed>[0]) => {
      const place = await trx('mailPlace').forUpdate().skipLocked().first('seq')
      const entries = place ? await readFeed(trx, place.seq, BATCH) : []
      const last = entries.at(-1)
      if (!last) return 0
      const changes = await fold(trx, this.#app.get('kinds'), entries)
      await openWindows(this.#app, trx, await tidings(trx, changes, entries))
      await trx('mailPlace').update({ seq: last.seq })
      return entries.length
    }
    return this.#app.get('db').transaction(work, { isolationLevel: 'repeatable read' })
  }
}
