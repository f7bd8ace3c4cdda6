import { untrack } from 'svelte'
import { type Failure, failure } from './failure.ts'
import type { Change } from './feed.ts'
import { live } from './live.svelte.ts'

interface AnswerOptions<T> {
  ask: () => Promise<T>
  /** Whether a change of the stream may alter the answer; by default every change may. */
  when?: (change: Change) => boolean
}

/**
 * The answer to a question whose results emit no events of their own (inbox, contacts, calendar, counts): asked again,
 * a moment later, whenever the stream brings something that may alter it. Make it in a component with `answer()`.
 */
export class LiveAnswer<T> {
  #value = $state.raw<T | undefined>(undefined)
  #failure = $state.raw<Failure | null>(null)
  #options: AnswerOptions<T> | null = null
  #turn = 0
  #leave: (() => void) | null = null
  #soon: ReturnType<typeof setTimeout> | undefined

  get value() {
    return this.#value
  }
  get loading() {
    return this.#value === undefined && this.#failure === null
  }
  get failure() {
    return this.#value === undefined ? this.#failure : null
  }

  open(options: AnswerOptions<T>): void {
    this.#options = options
    this.#leave ??= live.follow({
      change: (change) => (this.#options?.when?.(change) ?? true) && this.askSoon(),
      reset: () => void this.ask(),
      resume: () => void this.ask()
    })
    void this.ask()
  }

  close(): void {
    this.#leave?.()
    this.#leave = null
    this.#turn++
    clearTimeout(this.#soon)
    this.#soon = undefined
  }

  async ask(): Promise<void> {
    const turn = ++this.#turn
    clearTimeout(this.#soon)
    this.#soon = undefined
    await live.ready()
    if (turn !== this.#turn) return
    try {
      const value = await this.#options!.ask()
      if (turn !== this.#turn) return
      this.#value = value
      this.#failure = null
    } catch (error) {
      if (turn === this.#turn && failure(error).code !== null) this.#failure = failure(error)
    }
  }

  askSoon(): void {
    this.#soon ??= setTimeout(() => void this.ask(), 400)
  }
}

/** A live answer for as long as the component lives; asked anew when what `options` reads changes. */
export const answer = <T>(options: () => AnswerOptions<T>): LiveAnswer<T> => {
  const one = new LiveAnswer<T>()
  $effect(() => {
    const now = options()
    untrack(() => one.open(now))
  })
  $effect(() => () => one.close())
  return one
}
