/** Connections on which everything is written by hand, so that it can also be written wrongly. */
import http from 'node:http'
import net from 'node:net'
import { WebSocket } from 'ws'

/** Long enough for a slow machine: what has not answered by then hangs. */
export const PATIENCE = 30_000

export interface Reply {
  /** Of a socket's answer, the error's code; 0 when the connection was closed instead. */
  status: number
  text: string
  headers?: http.IncomingHttpHeaders
}

export class Hang extends Error {
  override name = 'Hang'
}

/** The handshake was refused, with these words. */
export class Refused extends Error {
  override name = 'Refused'
}

/** One WebSocket that speaks engine.io and Socket.IO. */
export class Wire {
  #socket: WebSocket
  #asked = new Map<number, (reply: Reply) => void>()
  #count = 0
  open = false
  /** What came unasked, and answers to what was written by hand. */
  heard: string[] = []
  answered: string[] = []

  static async open(base: string, headers: Record<string, string>) {
    const address = `${base.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
    const wire = new Wire(new WebSocket(address, { headers, perMessageDeflate: false }))
    await new Promise<void>((resolve, reject) => {
      wire.#socket.on('open', () => wire.write('40')).on('error', reject)
      wire.#socket.on('close', () => reject(new Error('A socket was closed before it was open')))
      wire.#opened = resolve
      wire.#refused = (words) => reject(new Refused(words))
    })
    return wire
  }

  #opened = () => {}
  #refused = (_words: string) => {}

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data) => this.#take(data.toString()))
    socket.on('close', () => {
      this.open = false
      for (const answer of this.#asked.values()) answer({ status: 0, text: '' })
    })
  }

  write(frame: string | Buffer) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(frame)
  }

  /** `args`: JSON of what stands after the event's name, with a comma before each. */
  ask(event: string, args: string): Promise<Reply> {
    const id = ++this.#count
    return within(
      new Promise<Reply>((resolve) => {
        if (this.#socket.readyState !== WebSocket.OPEN) return resolve({ status: 0, text: '' })
        this.#asked.set(id, resolve)
        this.write(`42${id}[${JSON.stringify(event)}${args}]`)
      })
    ).finally(() => this.#asked.delete(id))
  }

  close() {
    this.#socket.terminate()
  }

  #take(text: string) {
    if (text === '2') return this.write('3')
    if (text.startsWith('40')) {
      this.open = true
      return this.#opened()
    }
    if (text.startsWith('44') && !this.open) {
      this.#refused(text.slice(2))
      return this.close()
    }
    const [, id] = /^43(\d+)/.exec(text) ?? []
    if (!id) return void (/^4[24]/.test(text) && this.heard.push(text.slice(2)))
    const answer = text.slice(2 + id.length)
    const asked = this.#asked.get(Number(id))
    if (asked) asked(replyOf(answer))
    else this.answered.push(answer)
  }
}

/** An acknowledgement is a list of an error and a result. */
export function replyOf(text: string): Reply {
  const [error] = JSON.parse(text)
  return { status: error ? (error.code ?? 500) : 200, text }
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 32 })

export interface Request {
  method: string
  path: string
  headers: Record<string, string>
  body?: Buffer | string
}

export const rest = (base: string, { method, path, headers, body }: Request): Promise<Reply> =>
  within(
    new Promise<Reply>((resolve, reject) => {
      const request = http.request(`${base}${path}`, { method, headers, agent }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode as number,
            headers: response.headers,
            text: Buffer.concat(chunks).toString()
          })
        )
        response.on('error', reject)
      })
      // A server may answer before it has read all, and close: what it said is what counts.
      request.on('error', (error: NodeJS.ErrnoException) =>
        ['EPIPE', 'ECONNRESET'].includes(error.code ?? '') ? resolve({ status: 0, text: '' }) : reject(error)
      )
      request.end(body)
    })
  )

/** Bytes as they are; answers all that came back until the other side closed. The worst status among the answers is the status. */
export const raw = (base: string, bytes: Buffer): Promise<Reply> =>
  within(
    new Promise<Reply>((resolve) => {
      const { hostname, port } = new URL(base)
      const socket = net.connect(Number(port), hostname)
      const chunks: Buffer[] = []
      const done = () => {
        const text = Buffer.concat(chunks).toString()
        const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status))
        resolve({ status: Math.max(0, ...statuses), text })
      }
      socket
        .on('data', (chunk) => chunks.push(chunk))
        .on('close', done)
        .on('error', () => {})
      socket.end(bytes)
    })
  )

async function within<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Hang(`No answer within ${PATIENCE / 1000} s`)), PATIENCE)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
