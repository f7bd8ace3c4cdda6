/** What counts one limit, in memory or in PostgreSQL. Keys have a fixed length, and their number is bounded. */
import { createHash } from 'node:crypto'
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  type RateLimiterAbstract,
  type RateLimiterRes
} from 'rate-limiter-flexible'
import type { Rate } from '../config.ts'
import type { Database } from '../database/index.ts'

/** The oldest goes first: to forget favours a flood less than to refuse everybody. */
const MOST_KEYS = 20_000

interface Options extends Rate {
  name: string
  /** Absent: counted in the memory of this process. */
  db?: Database
}

export class Counter {
  readonly points: number
  #memory: RateLimiterMemory
  #limiter: RateLimiterAbstract
  #keys = new Set<string>()

  constructor({ name, points, seconds, db }: Options) {
    this.points = points
    const rate = { keyPrefix: name, points, duration: seconds }
    this.#memory = new RateLimiterMemory(rate)
    this.#limiter = db ? inDatabase(db, rate, this.#memory) : this.#memory
  }

  /** Answers what stands now; rejects with the same once it is too much. */
  consume(key: string, points: number): Promise<RateLimiterRes> {
    return this.#limiter.consume(this.#bounded(key), points)
  }

  async giveBack(key: string, points: number) {
    await this.#limiter.reward(this.#bounded(key), points)
  }

  /** How many keys it knows. */
  get size() {
    return this.#keys.size
  }

  #bounded(key: string) {
    const hash = createHash('sha256').update(key).digest('base64url').slice(0, 24)
    this.#keys.delete(hash)
    this.#keys.add(hash)
    if (this.#keys.size > MOST_KEYS) this.#forget(this.#keys.values().next().value as string)
    return hash
  }

  #forget(hash: string) {
    this.#keys.delete(hash)
    void this.#memory.delete(hash)
  }
}

type Named = { keyPrefix: string; points: number; duration: number }

/** While the database is away each node counts for itself. One of the counters sweeps the table for all. */
const inDatabase = (storeClient: Database, rate: Named, insuranceLimiter: RateLimiterMemory) =>
  new RateLimiterPostgres({
    ...{ ...rate, storeClient, storeType: 'knex', tableName: 'limits', tableCreated: true, insuranceLimiter },
    clearExpiredByTimeout: rate.keyPrefix === 'signIn'
  })
