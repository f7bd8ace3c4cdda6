import { untrack } from 'svelte'
import { service, socket, type Page } from './client.ts'
import { failure } from './failure.ts'
import { Feed, type Change } from './feed.ts'
import { rest } from './rest.ts'

/** A screen part that follows the stream. */
export interface Follower {
  change: (change: Change) => void
  /** Everything may have changed: fetch anew. */
  reset: () => void
  /** The connection is whole again: fetch what failed meanwhile. */
  resume?: () => void
}

const services = [
  'users',
  'organizations',
  'tasks',
  'sales-activities',
  'participants',
  'comments',
  'decisions',
  'exports',
  'links',
  'files',
  'reactions',
  'exposures',
  'invitations',
  'news',
  'reads',
  'presence',
  'preferences'
]
export const roomServices = ['tasks', 'sales-activities']

/** Whether a change takes this room away from the viewer, with everything in it. */
export const losesRoom = ({ service, event }: Change) => event === 'removed' && roomServices.includes(service)

class Live {
  #state = $state<'idle' | 'connecting' | 'online' | 'reconnecting'>('idle')
  #followers = new Set<Follower>()
  #ready = Promise.withResolvers<void>()
  #onended: () => void = () => {}
  /** When the session was last asked about: a refused connection is tried again more often than that. */
  #asked = 0
  #feed = new Feed({
    ask: (since) =>
      service('journal').find({ query: since ? { since } : {} }) as unknown as ReturnType<FeedAsk>,
    apply: (change) => this.#tell((follower) => follower.change(change)),
    reset: () => this.#tell((follower) => follower.reset())
  })

  constructor() {
    socket.on('connect', () => void this.#connected())
    socket.on('disconnect', (reason) => this.#disconnected(reason))
    socket.on('connect_error', () => void this.#refused())
    for (const name of services)
      for (const event of ['created', 'patched', 'removed'] as const)
        socket.on(`${name} ${event}`, (data, extra) =>
          this.#feed.receive({ service: name, event, data }, extra?.cursor)
        )
  }

  get state() {
    return this.#state
  }
  get online() {
    return this.#state === 'online'
  }

  /** Settles once the place in the stream is known: only then may anything be fetched. */
  ready(): Promise<void> {
    return this.#ready.promise
  }

  start(onended: () => void): void {
    this.#onended = onended
    this.#state = 'connecting'
    socket.connect()
  }

  stop(): void {
    this.#state = 'idle'
    socket.disconnect()
    this.#feed.forget()
    this.#ready = Promise.withResolvers()
  }

  /** Returns the way to stop following. */
  follow(follower: Follower): () => void {
    this.#followers.add(follower)
    return () => this.#followers.delete(follower)
  }

  /** The network or the page came back: do not wait for the next attempt. */
  hurry(): void {
    if (this.#state !== 'idle' && !socket.connected) socket.connect()
  }

  /** The device says that it is offline: believe it at once, not after the next missing heartbeat. */
  falter(): void {
    if (socket.connected) socket.io.engine.close()
  }

  async #connected(): Promise<void> {
    try {
      await this.#feed.connected()
    } catch (error) {
      // Refused by the server, not by the network: start from a fresh place and fetch everything.
      if (failure(error).code !== null) this.#restart()
      else if (socket.connected) setTimeout(() => socket.connected && void this.#connected(), 3000)
      return
    }
    if (!socket.connected) return
    this.#state = 'online'
    this.#ready.resolve()
    this.#tell((follower) => follower.resume?.())
  }

  #restart(): void {
    this.#feed.forget()
    setTimeout(async () => {
      if (!socket.connected) return
      await this.#connected()
      if (this.online) this.#tell((follower) => follower.reset())
    }, 2000)
  }

  #disconnected(reason: string): void {
    if (this.#state === 'idle') return
    if (this.#state === 'online') this.#ready = Promise.withResolvers()
    this.#state = 'reconnecting'
    if (reason !== 'io server disconnect') return
    this.#asked = 0
    void this.#refused()
  }

  /** The server closed the door or did not open it: is the session over, or only the connection? */
  async #refused(): Promise<void> {
    if (this.#state === 'idle') return
    if (await this.#isOver()) this.#onended()
    else if (!socket.active) setTimeout(() => this.hurry(), 1500)
  }

  async #isOver(): Promise<boolean> {
    if (Date.now() - this.#asked < 10_000) return false
    this.#asked = Date.now()
    return rest('GET', 'sessions/current').then(
      () => false,
      (error) => failure(error).code === 401
    )
  }

  #tell(say: (follower: Follower) => void): void {
    untrack(() => [...this.#followers].forEach(say))
  }
}

type FeedAsk = () => Promise<{ cursor: string; reset: boolean; data: Change[] }>

export const live = new Live()
export { service, type Page }
