/** How often things may be done: named limits, from one table in the configuration. */
import type { RateLimiterRes } from 'rate-limiter-flexible'
import { rates, type CountName, type LimitName } from '../config.ts'
import type { Application } from '../declarations.ts'
import type { Client } from '../security/client.ts'
import { noteSecurityEvent } from '../security/index.ts'
import { Counter } from './counter.ts'
import { tooMany } from './refusal.ts'
import { Turns } from './turns.ts'

export { networkOf } from './network.ts'
export { tooMany } from './refusal.ts'
export { isVast } from './size.ts'
export { SocketBounds } from './sockets.ts'
export { Turns } from './turns.ts'

/** Guessing is told in other words than haste. */
const guesses: LimitName[] = ['signIn', 'signInDevice', 'signInNetwork', 'signInAccount', 'password', 'setup']

/** What the security log says of a limit that struck. */
interface About {
  points?: number
  client?: Client
  userId?: string | null
}

/** Entries of the security log about limits, in a minute: a flood must not fill it. */
const NOTED = { points: 60, seconds: 60 }

/** Calls that wait, of everybody together. */
const MOST_WAITING = 5000

export class Limits {
  #app: Application
  #on: boolean
  readonly counts: Readonly<Record<CountName, number>>
  #counters: Record<LimitName, Counter>
  #calls: Turns
  #pending = new WeakMap<object, number>()
  #noted = new Counter({ name: 'noted', ...NOTED })

  constructor(app: Application) {
    this.#app = app
    const { on, store, rates: chosen, counts } = app.get('config').limits
    this.#on = on
    this.counts = counts
    const { callsAtOnce: each, pendingOfPerson } = counts
    this.#calls = new Turns({
      atOnce: Infinity,
      each,
      waitingEach: pendingOfPerson - each,
      waiting: MOST_WAITING
    })
    const counter = (name: LimitName) => {
      const db = store === 'postgres' && rates[name].shared ? app.get('db') : undefined
      return [name, new Counter({ name, ...chosen[name], db })]
    }
    this.#counters = Object.fromEntries((Object.keys(rates) as LimitName[]).map(counter))
  }

  /**
   * A call waits its turn among those of its caller, so that many calls of one keep nobody else waiting. Throws
   * TooManyRequests where too many wait already.
   */
  async turn(caller: string, connection: object | undefined, work: () => Promise<void>) {
    if (!this.#on) return work()
    if (!connection) return this.#calls.run(caller, work)
    const pending = this.#pending.get(connection) ?? 0
    if (pending >= this.counts.pendingOfSocket) throw tooMany('tooManyAtOnce', 1)
    this.#pending.set(connection, pending + 1)
    try {
      await this.#calls.run(caller, work)
    } finally {
      this.#pending.set(connection, this.#pending.get(connection)! - 1)
    }
  }

  /** Counts before the work is done. Throws TooManyRequests, with `data.retryAfter` in seconds. */
  async consume(name: LimitName, key: string, about: About = {}) {
    if (!this.#on) return
    const { points = 1 } = about
    try {
      await this.#counters[name].consume(key, points)
    } catch (refused) {
      if (refused instanceof Error) throw refused
      const { consumedPoints, msBeforeNext } = refused as RateLimiterRes
      const isFirst = consumedPoints - points <= this.#counters[name].points
      if (isFirst) void this.#note(name, about)
      throw tooMany(
        guesses.includes(name) ? 'tooManyAttempts' : 'tooMany',
        Math.max(1, Math.ceil(msBeforeNext / 1000))
      )
    }
  }

  /** Throws TooManyRequests where there are as many already as there may be. */
  refuseBeyond(name: CountName, present: number) {
    if (this.#on && present >= this.counts[name]) throw tooMany('tooManyAtOnce', 10)
  }

  /** For what turned out to be no attempt at all, such as a right password. */
  async giveBack(name: LimitName, key: string, points = 1) {
    if (this.#on) await this.#counters[name].giveBack(key, points)
  }

  /** Once in a window of a key. That it cannot be written keeps nobody waiting. */
  async #note(limit: LimitName, { client, userId }: About) {
    try {
      await this.#noted.consume('all', 1)
      await noteSecurityEvent(this.#app, { kind: 'limit-exceeded', userId, details: { limit } }, { client })
    } catch (error) {
      if (error instanceof Error) console.error('A limit that struck was not noted:', error.message)
    }
  }
}
