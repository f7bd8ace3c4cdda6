/**
 * The clients: raw WebSockets that speak Socket.IO's words, in a process of their own so that their work is not the server's.
 * Every delivery is counted for every socket; one that is missing, doubled or unasked for fails the bench.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import type { Stage } from './contenders/serve.ts'

export type Order =
  | { order: 'connect'; stage: Stage; sockets: number }
  | ({ order: 'write'; filling: number; comment: object } & Pace)
  | { order: 'leave' }

export interface Pace {
  writers: number
  seconds: number
  /** When a writer writes again: as soon as it is acknowledged, or when everyone has what it wrote. */
  after: 'acknowledgement' | 'delivery'
}

export interface Outcome {
  writes: number
  deliveries: number
  /** From the first write to the last delivery. */
  seconds: number
  /** Of a delivered event, as text on the wire. */
  bytes: number
  /** Milliseconds from writing to delivery, and to the author's acknowledgement. */
  delivery: Quantiles
  acknowledgement: Quantiles
  /** What was wrong with the count; empty when nothing was. */
  faults: string[]
}

export interface Quantiles {
  p50: number
  p99: number
}

const PATIENCE = 20_000
const MARK = '"body":"#'

class Client {
  socket: WebSocket
  ready: Promise<unknown>
  #answers = new Map<number, (text: string) => void>()
  #asked = 0

  constructor({ port, cookies }: Stage, at: number, hear: (at: number, data: Buffer) => void) {
    const headers = cookies ? { cookie: cookies[at] } : {}
    const address = `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`
    const socket = new WebSocket(address, { headers, perMessageDeflate: false })
    this.socket = socket
    this.ready = new Promise((resolve, reject) => {
      socket.on('error', reject)
      socket.on('message', (data: Buffer) => {
        const kind = data.toString('latin1', 0, 2)
        if (kind === '42') hear(at, data)
        else if (kind === '43') this.#answered(data.toString())
        else if (kind === '2') socket.send('3')
        else if (kind === '40') resolve(undefined)
        else if (kind.startsWith('0')) socket.send('40')
        else if (kind === '44') reject(new Error(data.toString()))
      })
    })
  }

  create(comment: object): Promise<string> {
    const number = this.#asked++
    this.socket.send(`42${number}${JSON.stringify(['create', 'comments', comment, {}])}`)
    return new Promise((resolve) => this.#answers.set(number, resolve))
  }

  #answered(text: string) {
    const [, number, words] = /^43(\d+)(.*)$/s.exec(text)!
    this.#answers.get(Number(number))?.(words!)
    this.#answers.delete(Number(number))
  }
}

/** One stretch of writing: who got what, and when. */
class Stretch {
  sockets: number
  sent: number[] = []
  answered: number[] = []
  late: number[] = []
  bytes = 0
  strangers = 0
  #got: Uint8Array[] = []
  #missing: number[] = []
  #whole: (() => void)[] = []

  constructor(sockets: number) {
    this.sockets = sockets
  }

  /** Numbers a write; `whole` resolves when every socket has it. */
  begin() {
    const number = this.sent.push(performance.now()) - 1
    this.#got.push(new Uint8Array(this.sockets))
    this.#missing.push(this.sockets)
    const whole = new Promise<void>((resolve) => this.#whole.push(resolve))
    return { number, whole }
  }

  hear(at: number, data: Buffer) {
    const from = data.indexOf(MARK)
    const number = Number.parseInt(data.toString('latin1', from + MARK.length, from + MARK.length + 8))
    const sent = this.sent[number]
    if (from < 0 || sent === undefined) return void this.strangers++
    this.late.push(performance.now() - sent)
    this.bytes += data.length
    if (this.#got[number]![at]!++ === 0 && --this.#missing[number]! === 0) this.#whole[number]!()
  }

  faults() {
    const counts = this.#got.flatMap((got) => [...got])
    const missing = counts.filter((count) => count === 0).length
    const doubled = counts.filter((count) => count > 1).length
    return [
      ...(missing ? [`${missing} deliveries missing`] : []),
      ...(doubled ? [`${doubled} deliveries doubled`] : []),
      ...(this.strangers ? [`${this.strangers} events nobody asked for`] : [])
    ]
  }
}

let clients: Client[] = []
let stretch = new Stretch(0)

async function connect(stage: Stage, sockets: number) {
  clients = []
  const hear = (at: number, data: Buffer) => stretch.hear(at, data)
  while (clients.length < sockets) {
    const few = Array.from(
      { length: Math.min(50, sockets - clients.length) },
      (_, at) => new Client(stage, clients.length + at, hear)
    )
    clients.push(...few)
    await Promise.all(few.map((client) => client.ready))
  }
}

async function write({ writers, seconds, after, filling, comment }: Extract<Order, { order: 'write' }>) {
  const now = new Stretch(clients.length)
  stretch = now
  const start = performance.now()
  const writer = async (client: Client) => {
    while (performance.now() - start < seconds * 1000) {
      const { number, whole } = now.begin()
      const words = await client.create({ ...comment, body: `#${number}#`.padEnd(filling, 'x') })
      now.answered.push(performance.now() - now.sent[number]!)
      if (!words.startsWith('[null')) throw new Error(words)
      if (after === 'delivery') await whole
      else unheard.push(whole)
    }
  }
  const unheard: Promise<void>[] = []
  const all = Promise.all(clients.slice(0, writers).map(writer)).then(() => Promise.all(unheard))
  await Promise.race([all, pause(seconds * 1000 + PATIENCE, undefined, { ref: false })])
  const last = performance.now()
  // Whatever comes doubled comes at once; this lets it arrive.
  await pause(50)
  const outcome: Outcome = {
    writes: now.sent.length,
    deliveries: now.late.length,
    seconds: (last - start) / 1000,
    bytes: now.bytes / now.late.length,
    delivery: quantiles(now.late),
    acknowledgement: quantiles(now.answered),
    faults: now.faults()
  }
  return outcome
}

function quantiles(values: number[]): Quantiles {
  const sorted = Float64Array.from(values).sort()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
  return { p50: at(0.5), p99: at(0.99) }
}

async function leave() {
  const gone = clients.map(({ socket }) => new Promise((resolve) => socket.on('close', resolve)))
  for (const { socket } of clients) socket.terminate()
  await Promise.all(gone)
  clients = []
}

process.on('disconnect', () => process.exit())
process.on('message', async (order: Order) => {
  try {
    if (order.order === 'connect') await connect(order.stage, order.sockets)
    const outcome = order.order === 'write' ? await write(order) : 'done'
    if (order.order === 'leave') await leave()
    process.send!(outcome)
  } catch (error) {
    process.send!({ error: (error as Error).message })
  }
})
process.send!('ready')
