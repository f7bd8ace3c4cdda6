/** Tables as streams, by PostgreSQL's COPY: a row at a time, however large the table is. */
import { Readable, Writable } from 'node:stream'
import type { Connection } from 'pg'

/** What the driver calls while the statement is the one under way; see its `client.js`. */
interface Answered {
  handleCommandComplete(message: { text: string }): void
  handleReadyForQuery(): void
  handleError(error: Error): void
}

type Copying = Connection & {
  query(sql: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
}

const rowsIn = ({ text }: { text: string }) => Number(/^COPY (\d+)/.exec(text)?.[1])

/** `copy (...) to stdout`: hand it to `client.query` and read it to its end. */
export class CopyOut extends Readable implements Answered {
  rows = 0
  #sql: string
  #connection: Copying | undefined

  constructor(sql: string) {
    super()
    this.#sql = sql
  }

  submit(connection: Connection) {
    this.#connection = connection as Copying
    this.#connection.query(this.#sql)
  }

  override _read() {
    this.#connection?.stream.resume()
  }

  /** The driver's buffer is used again for what comes next. */
  handleCopyData({ chunk }: { chunk: Buffer }) {
    if (!this.push(Buffer.from(chunk))) this.#connection?.stream.pause()
  }

  handleCommandComplete(message: { text: string }) {
    this.rows = rowsIn(message)
  }

  handleReadyForQuery() {
    this.push(null)
  }

  handleError(error: Error) {
    this.destroy(error)
  }
}

/** `copy ... from stdin`: hand it to `client.query` and write to it. */
export class CopyIn extends Writable implements Answered {
  rows = 0
  #sql: string
  #connection: Copying | undefined
  #ready = Promise.withResolvers<void>()
  #done = Promise.withResolvers<void>()

  constructor(sql: string) {
    super()
    this.#sql = sql
    for (const { promise } of [this.#ready, this.#done]) promise.catch(() => {})
  }

  submit(connection: Connection) {
    this.#connection = connection as Copying
    this.#connection.query(this.#sql)
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void) {
    this.#ready.promise.then(() => this.#send(chunk)).then(() => done(), done)
  }

  override _final(done: (error?: Error) => void) {
    this.#ready.promise
      .then(() => this.#connection!.endCopyFrom())
      .then(() => this.#done.promise)
      .then(() => done(), done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void) {
    if (error && !this.#ended) this.#connection?.sendCopyFail(error.message)
    done(error)
  }

  handleCopyInResponse() {
    this.#ready.resolve()
  }

  handleCommandComplete(message: { text: string }) {
    this.rows = rowsIn(message)
  }

  handleReadyForQuery() {
    this.#ended = true
    this.#done.resolve()
  }

  handleError(error: Error) {
    this.#ended = true
    for (const waiting of [this.#ready, this.#done]) waiting.reject(error)
    this.destroy(error)
  }

  #ended = false

  /** No further than the network takes it. */
  async #send(chunk: Buffer) {
    const { stream } = this.#connection!
    this.#connection!.sendCopyFromChunk(chunk)
    if (stream.writableNeedDrain) await new Promise((resolve) => stream.once('drain', resolve))
  }
}
