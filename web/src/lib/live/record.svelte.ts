import { untrack } from 'svelte'
import { service } from './client.ts'
import { type Failure, failure } from './failure.ts'
import type { Change } from './feed.ts'
import { live, losesRoom } from './live.svelte.ts'

interface Item {
  id: string
  roomId?: string
}

/** One record that stays as a fresh `get` would show it. Make it in a component with `record()`. */
export class LiveRecord<T extends Item> {
  #item = $state.raw<T | null>(null)
  #status = $state<'loading' | 'ready' | 'missing' | 'lost' | 'failed'>('loading')
  #failure = $state.raw<Failure | null>(null)
  #service = ''
  #id = ''
  #turn = 0
  #leave: (() => void) | null = null

  get item() {
    return this.#item
  }
  /** `missing`: not there (or not for this viewer); `lost`: it was here and was taken away while being watched. */
  get status() {
    return this.#status
  }
  get failure() {
    return this.#failure
  }

  open(name: string, id: string): void {
    this.close()
    this.#service = name
    this.#id = id
    this.#item = null
    this.#status = 'loading'
    this.#leave = live.follow({
      change: (change) => this.#change(change),
      reset: () => void this.fetch(),
      resume: () => this.#status !== 'ready' && void this.fetch()
    })
    void this.fetch()
  }

  close(): void {
    this.#leave?.()
    this.#leave = null
    this.#turn++
  }

  async fetch(): Promise<void> {
    const turn = ++this.#turn
    await live.ready()
    if (turn !== this.#turn) return
    try {
      const item = await service<T>(this.#service).get(this.#id)
      if (turn !== this.#turn) return
      this.#item = item
      this.#status = 'ready'
    } catch (error) {
      if (turn !== this.#turn) return
      this.#failure = failure(error)
      if (this.#failure.code === 404) this.#gone()
      else if (this.#failure.code !== null && this.#status === 'loading') this.#status = 'failed'
    }
  }

  #change(change: Change): void {
    const mine = change.service === this.#service && change.data.id === this.#id
    if (mine && change.event !== 'removed') {
      this.#turn++
      this.#item = change.data as T
      this.#status = 'ready'
    } else if (mine || (losesRoom(change) && change.data.id === this.#item?.roomId)) {
      this.#turn++
      this.#gone()
    }
  }

  #gone(): void {
    this.#status = this.#item || this.#status === 'lost' ? 'lost' : 'missing'
    this.#item = null
  }
}

/** A live record for as long as the component lives. */
export const record = <T extends Item>(of: () => { service: string; id: string }): LiveRecord<T> => {
  const one = new LiveRecord<T>()
  $effect(() => {
    const { service, id } = of()
    untrack(() => one.open(service, id))
  })
  $effect(() => () => one.close())
  return one
}
