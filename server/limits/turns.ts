/** Work that takes turns: who asks for much waits for their own, and keeps nobody else waiting. */
import { tooMany } from './refusal.ts'

interface Bounds {
  /** Done at once, of all keys together. */
  atOnce: number
  /** Done at once, of one key. */
  each: number
  /** Waiting, of one key and of all; what comes then is refused. */
  waitingEach: number
  waiting: number
}

interface Line {
  running: number
  waiting: (() => void)[]
}

export class Turns {
  #bounds: Bounds
  /** In the order in which their turn comes. A key is forgotten when it has nothing left. */
  #lines = new Map<string, Line>()
  #running = 0
  #waiting = 0

  constructor(bounds: Bounds) {
    this.#bounds = bounds
  }

  /** Throws TooManyRequests before anything is done. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    await this.#turn(key)
    try {
      return await work()
    } finally {
      this.#leave(key)
    }
  }

  /** How much is done or waits, of one key. */
  pending(key: string) {
    const line = this.#lines.get(key)
    return line ? line.running + line.waiting.length : 0
  }

  #turn(key: string) {
    const line = this.#lines.get(key) ?? { running: 0, waiting: [] }
    const { waitingEach, waiting } = this.#bounds
    if (!this.#isFree(line) && (line.waiting.length >= waitingEach || this.#waiting >= waiting))
      throw tooMany('tooManyAtOnce', 1)
    this.#lines.set(key, line)
    const { promise, resolve } = Promise.withResolvers<void>()
    line.waiting.push(resolve)
    this.#waiting++
    this.#next()
    return promise
  }

  #leave(key: string) {
    const line = this.#lines.get(key) as Line
    line.running--
    this.#running--
    if (line.running + line.waiting.length === 0) this.#lines.delete(key)
    this.#next()
  }

  /** Round the keys: whoever had a turn goes to the end. */
  #next() {
    for (const [key, line] of this.#lines) {
      if (this.#running >= this.#bounds.atOnce) return
      if (line.waiting.length === 0 || !this.#isFree(line)) continue
      this.#lines.delete(key)
      this.#lines.set(key, line)
      line.running++
      this.#running++
      this.#waiting--
      line.waiting.shift()!()
    }
  }

  #isFree = ({ running }: Line) => running < this.#bounds.each && this.#running < this.#bounds.atOnce
}
