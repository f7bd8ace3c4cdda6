/**
 * Delivery to connected viewers: a tail of the feed, folded batch by batch and emitted to the sockets of those it is for. A
 * socket room is an index of a person's sockets and never a permission: who receives comes from the batch's own snapshot.
 */
import { FeathersError, Unavailable } from '@feathersjs/errors'
import pg from 'pg'
import type { Server, Socket } from 'socket.io'
import { causeOf, isAway } from '../database/failure.ts'
import type { Application } from '../declarations.ts'
import { FEED_CHANNEL } from '../journal/sequencer.ts'
import { concernedBy } from '../journal/concerned.ts'
import { inSnapshot, lastPlace, readFeed, type FedEntry } from '../journal/feed.ts'
import { isolating } from '../journal/isolate.ts'
import { fold, type Change } from '../journal/fold.ts'
import { fault } from '../language/index.ts'
import { sideKey } from '../policy/viewer.ts'
import { expiredSessions, isOpen } from './expiry.ts'
import { Outbox } from './outbox.ts'
import { Presence } from './presence.ts'

const BATCH = 500
const POLL = 1000

export class Live {
  #app: Application
  #io: Server | null = null
  #seq = 0
  #running: Promise<void> | null = null
  #again = false
  #stopped = false
  #poll: NodeJS.Timeout | undefined
  #listener: pg.Client | null = null
  #sockets = new WeakMap<object, Socket>()
  #batchListeners: (() => void)[] = []
  /** Entries of the next batch: fewer after a failure that no single entry explains. */
  #size = BATCH
  readonly presence: Presence

  constructor(app: Application) {
    this.#app = app
    this.presence = new Presence(app, {
      before: () => this.#closeExpired(),
      emit: (users, event, data) => this.#emit(users, event, data)
    })
  }

  async start(io: Server) {
    this.#io = io
    this.#seq = await lastPlace(this.#app.get('db'))
    io.use((socket, next) => this.#welcome(socket as Seat, next))
    this.#poll = setInterval(() => {
      this.#app.get('sequencer').poke()
      this.poke()
      void this.#closeExpired().catch(() => {})
      void this.#listen()
    }, POLL)
    await this.#listen()
  }

  async stop() {
    this.#stopped = true
    clearInterval(this.#poll)
    this.presence.stop()
    await this.#listener?.end().catch(() => {})
    await this.#running
  }

  poke() {
    if (this.#stopped || !this.#io) return
    if (this.#running) this.#again = true
    else this.#running = this.#run().finally(() => (this.#running = null))
  }

  /** Other readers of the journal on this node are told when a batch has passed. */
  onBatch(listener: () => void) {
    this.#batchListeners.push(listener)
  }

  /** Puts a connection under the person who has just signed in over it; whoever sat there before leaves it. */
  async seat(connection: object | undefined, user: { id: string }, sessionId: string) {
    const socket = connection && this.#sockets.get(connection)
    if (!socket) return
    this.#refuseMany(socket, `user:${user.id}`)
    for (const room of socket.rooms) if (room.includes(':')) await socket.leave(room)
    this.presence.forget(socket.id)
    await socket.join([`user:${user.id}`, `session:${sessionId}`])
    Object.assign(connection, { sessionId, socketId: socket.id })
    // Ended while it was on its way here: whoever closes the sockets of a session has not found this one.
    if (!(await isOpen(this.#app.get('db'), sessionId))) socket.disconnect(true)
  }

  /** One person's sockets on this node are so many at most. */
  #refuseMany(socket: Socket, room: string) {
    const seated = socket.rooms.has(room) ? 0 : (this.#io?.of('/').adapter.rooms.get(room)?.size ?? 0)
    this.#app.get('limits').refuseBeyond('socketsOfPerson', seated)
  }

  async #welcome(socket: Seat, next: (error?: Error) => void) {
    this.#sockets.set(socket.feathers, socket)
    socket.on('disconnect', () => this.presence.forget(socket.id))
    const { user, authentication } = socket.feathers
    try {
      if (user && authentication) {
        const token = await this.#app.service('authentication').verifyAccessToken(authentication.accessToken)
        await this.seat(socket.feathers, user, token.sid)
      }
      next()
    } catch (error) {
      // Nobody waits for this: thrown, it would end the server.
      next(error instanceof FeathersError ? error : fault(Unavailable, 'unavailable'))
    }
  }

  /** A hint from other nodes; when the connection is lost, polling carries on and opens it again. */
  async #listen() {
    if (this.#listener || this.#stopped) return
    const client = new pg.Client({ connectionString: this.#app.get('config').databaseUrl })
    this.#listener = client
    const lost = () => (this.#listener = null)
    client.on('error', lost).on('end', lost)
    client.on('notification', ({ payload }) => payload !== this.#app.get('sequencer').node && this.poke())
    try {
      await client.connect()
      await client.query(`listen ${FEED_CHANNEL}`)
    } catch {
      lost()
    }
  }

  async #run() {
    do {
      this.#again = false
      try {
        if ((await this.#deliver()) === this.#size) this.#again = true
        this.#size = BATCH
      } catch (error) {
        if (!this.#stopped) this.#complain(error)
        return
      }
    } while (this.#again && !this.#stopped)
  }

  #complain(error: unknown) {
    if (isAway(error)) return console.error(`Live delivery waits for the database: ${causeOf(error)}`)
    this.#size = Math.max(1, this.#size >> 1)
    console.error(`Live delivery failed after place ${this.#seq}, and tries again: ${causeOf(error)}`)
  }

  /** Answers how many entries it went through. The place moves on only when all of them are out. */
  async #deliver(): Promise<number> {
    const { entries, changes, missing } = await isolating(this.#app, {
      work: () => this.#fold(),
      entries: (trx) => readFeed(trx, this.#seq, this.#size)
    })
    const end = entries.at(-1)?.seq
    if (end === undefined) return 0
    this.#closeEnded(entries)
    // Before the batch goes out: with its cursor they would never ask for what is missing from it.
    for (const user of missing) this.#io?.local.in(`user:${user}`).disconnectSockets(true)
    const cursors = this.#cursors(changes, end)
    const outbox = new Outbox(this.#io as Server)
    for (const change of changes) {
      const { service, event, data, users } = change
      outbox.add(users, `${service} ${event}`, data, { cursor: cursors.get(change) })
    }
    if (changes.length > 0) await this.#closeExpired()
    await outbox.send()
    this.#seq = end
    this.presence.refresh(entries)
    for (const listener of this.#batchListeners) listener()
    return entries.length
  }

  /** Nobody is told anything past the end of their session, whether or not it has been ended in the journal. */
  async #closeExpired() {
    const io = this.#io
    if (!io || io.of('/').sockets.size === 0) return
    for (const id of await expiredSessions(this.#app.get('db')))
      io.local.in(`session:${id}`).disconnectSockets(true)
  }

  /** `missing`: who would be told of an entry that is set aside; they come back, catch up, and fetch afresh. */
  #fold() {
    const kinds = this.#app.get('kinds')
    return inSnapshot(this.#app.get('db'), async (trx) => {
      const entries = await readFeed(trx, this.#seq, this.#size)
      const heard = entries.length > 0 && (this.#io as Server).of('/').sockets.size > 0
      const missing: string[] = []
      if (heard)
        for (const entry of entries) if (entry.aside) missing.push(...(await concernedBy(trx, kinds, entry)))
      return { entries, missing, changes: heard ? await fold(trx, kinds, entries) : [] }
    })
  }

  #closeEnded(entries: FedEntry[]) {
    for (const { service, event, recordId } of entries)
      if ((service === 'sessions' || service === 'views') && event === 'removed')
        this.#io?.local.in(`session:${recordId}`).disconnectSockets(true)
  }

  /** Only the last packet for a side carries the end of the batch: whoever misses one of them asks for the batch again. */
  #cursors(changes: Change[], end: number) {
    const now = this.#app.get('clock').now()
    const seal = (change: Change, seq: number) =>
      this.#app.get('cursors').seal(sideKey(change.side), seq, now)
    const last = new Map(changes.map((change) => [sideKey(change.side), change]))
    return new Map(
      changes.map((change) => [
        change,
        seal(change, last.get(sideKey(change.side)) === change ? end : this.#seq)
      ])
    )
  }

  #emit(users: string[], event: string, ...data: object[]) {
    if (users.length > 0) this.#io?.local.to(users.map((id) => `user:${id}`)).emit(event, ...data)
  }
}

type Seat = Socket & {
  feathers: { user?: { id: string }; authentication?: { accessToken: string } } & object
}
