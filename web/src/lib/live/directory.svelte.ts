import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import { service } from './client.ts'
import type { Change } from './feed.ts'
import { live } from './live.svelte.ts'

interface Item {
  id: string
}

/**
 * Records by id, asked in batches when somebody first reads them and kept fresh by the stream. What the viewer may
 * not see stays unknown, and is asked again when a record arrives that may have made it visible.
 */
class Directory<T extends Item> {
  #known = new SvelteMap<string, T>()
  #wanted = new Set<string>()
  #missing = new SvelteSet<string>()
  #asking: ReturnType<typeof setTimeout> | undefined
  #service: string

  constructor(name: string) {
    this.#service = name
    live.follow({
      change: (change) => this.#change(change),
      reset: () => this.#renew(),
      resume: () => this.#ask()
    })
  }

  /** The record, or undefined while it is not known. */
  get(id: string | null | undefined): T | undefined {
    if (!id) return undefined
    const one = this.#known.get(id)
    if (!one && !this.#missing.has(id)) this.#want(id)
    return one
  }

  /** Asked for, and not there for this viewer. */
  isMissing(id: string): boolean {
    return this.#missing.has(id)
  }

  /** Learned on the way, for example from a search: saves asking. */
  learn(records: readonly T[]): void {
    for (const one of records) this.#known.set(one.id, one)
  }

  forget(): void {
    this.#known.clear()
    this.#missing.clear()
    this.#wanted.clear()
  }

  #want(id: string): void {
    this.#wanted.add(id)
    this.#asking ??= setTimeout(() => this.#ask(), 15)
  }

  async #ask(): Promise<void> {
    this.#asking = undefined
    const ids = [...this.#wanted].slice(0, 100)
    if (ids.length === 0) return
    await live.ready()
    try {
      const { data } = await service<T>(this.#service).find({
        query: { id: { $in: ids }, $limit: ids.length }
      })
      for (const id of ids) this.#missing.add(id)
      for (const one of data) this.#missing.delete(one.id)
      for (const id of ids) this.#wanted.delete(id)
      this.learn(data)
    } catch {
      return
    }
    if (this.#wanted.size > 0) void this.#ask()
  }

  #change({ service, event, data }: Change): void {
    if (service === this.#service) {
      this.#missing.delete(data.id)
      if (event === 'removed') this.#known.delete(data.id)
      else this.#known.set(data.id, data as unknown as T)
    } else if (event === 'created' && this.#missing.size > 0) {
      for (const id of this.#missing) this.#wanted.add(id)
      this.#missing.clear()
      this.#asking ??= setTimeout(() => this.#ask(), 200)
    }
  }

  #renew(): void {
    for (const id of [...this.#known.keys(), ...this.#missing]) this.#wanted.add(id)
    this.#missing.clear()
    void this.#ask()
  }
}

export const directory = <T extends Item>(name: string) => new Directory<T>(name)
