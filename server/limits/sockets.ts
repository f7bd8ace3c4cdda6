/** How many sockets there may be: of one network, and without anybody who signed in. */
import type { IncomingMessage } from 'node:http'
import type { Server, Socket } from 'socket.io'
import type { Application } from '../declarations.ts'
import { clientOf } from '../security/client.ts'
import { networkOf } from './network.ts'

export class SocketBounds {
  #app: Application
  #client: ReturnType<typeof clientOf>
  #open = new Map<string, number>()

  constructor(app: Application) {
    this.#app = app
    this.#client = clientOf(app.get('config').trustedProxies)
  }

  /** Asked before a socket is made. Throws TooManyRequests. */
  async admit(request: IncomingMessage) {
    const client = this.#client(request)
    const network = networkOf(client.address)
    await this.#app.get('limits').consume('handshakes', network, { client })
    this.#app.get('limits').refuseBeyond('socketsOfNetwork', this.#open.get(network) ?? 0)
  }

  watch(io: Server) {
    io.engine.on(
      'connection',
      (socket: { request: IncomingMessage; once: (name: string, done: () => void) => void }) => {
        const network = networkOf(this.#client(socket.request).address)
        this.#add(network, 1)
        socket.once('close', () => this.#add(network, -1))
      }
    )
    io.on('connection', (socket) => this.#endStranger(socket))
  }

  #add(network: string, more: number) {
    const open = (this.#open.get(network) ?? 0) + more
    if (open > 0) this.#open.set(network, open)
    else this.#open.delete(network)
  }

  /** Looked at again and again: whoever signs out without going is a stranger too. */
  #endStranger(socket: Socket & { feathers?: { user?: object } }) {
    const patience = this.#app.get('limits').counts.strangerSeconds * 1000
    const timer = setInterval(() => socket.feathers?.user || socket.disconnect(true), patience).unref()
    socket.once('disconnect', () => clearInterval(timer))
  }
}
