const ALLOWED = 10
const WINDOW = 15 * 60_000
const REMEMBERED = 10_000

/** Counts wrong passwords by address, so that guessing is slow; each node counts for itself. */
export class Attempts {
  #failures = new Map<string, number[]>()

  exhausted(address: string) {
    return this.#recent(address).length >= ALLOWED
  }

  failed(address: string) {
    if (this.#failures.size >= REMEMBERED) this.#failures.delete(this.#failures.keys().next().value as string)
    this.#failures.set(address, [...this.#recent(address), Date.now()])
  }

  clear(address: string) {
    this.#failures.delete(address)
  }

  #recent = (address: string) =>
    (this.#failures.get(address) ?? []).filter((time) => time > Date.now() - WINDOW)
}
