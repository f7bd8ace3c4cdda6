/**
 * What a batch has for whom. Each packet is encoded once, however many receive it; people who receive the same packets share one
 * piece of bytes; and each socket is written to once. Socket.IO's own broadcast spends most of its time on what this leaves out.
 */
import { setImmediate } from 'node:timers/promises'
import type { Socket as Wire } from 'node:net'
import type { Server, Socket } from 'socket.io'

/** Sockets written to before other work gets its turn. */
const STRIDE = 250

interface Packet {
  event: string
  data: object[]
  frame: Buffer
}

/** The packets for one person so far, shared by all whose packets are the same. */
class Pile {
  packets: Packet[]
  #higher = new Map<Packet, Pile>()
  #bytes: Buffer | undefined

  constructor(packets: Packet[] = []) {
    this.packets = packets
  }

  with(packet: Packet): Pile {
    const higher = this.#higher.get(packet) ?? new Pile([...this.packets, packet])
    this.#higher.set(packet, higher)
    return higher
  }

  get bytes() {
    return (this.#bytes ??= Buffer.concat(this.packets.map(({ frame }) => frame)))
  }
}

export class Outbox {
  #io: Server
  #nothing = new Pile()
  #piles = new Map<string, Pile>()

  constructor(io: Server) {
    this.#io = io
  }

  add(users: string[], event: string, ...data: object[]) {
    if (users.length === 0) return
    const packet = { event, data, frame: frameOf(`42${JSON.stringify([event, ...data])}`) }
    for (const user of users) this.#piles.set(user, (this.#piles.get(user) ?? this.#nothing).with(packet))
  }

  /** Resolves when everything is on its way. */
  async send() {
    const { adapter, sockets } = this.#io.of('/')
    let written = 0
    for (const [user, pile] of this.#piles)
      for (const id of adapter.rooms.get(`user:${user}`) ?? []) {
        const socket = sockets.get(id)
        if (socket) write(socket, pile)
        if (++written % STRIDE === 0) await setImmediate()
      }
    this.#piles.clear()
  }
}

/** Straight to the wire, as long as nothing of Socket.IO's own waits before it. */
function write(socket: Socket, pile: Pile) {
  const wire = freeWire(socket)
  if (wire) wire.write(pile.bytes)
  else for (const { event, data } of pile.packets) socket.emit(event, ...data)
}

function freeWire({ conn }: Socket): Wire | undefined {
  const transport = conn.transport as any
  const free = conn.readyState === 'open' && transport.name === 'websocket' && transport.writable
  if (!free || (conn as any).writeBuffer.length > 0) return
  const { socket } = transport
  return socket.readyState === socket.OPEN && !socket._extensions?.['permessage-deflate']
    ? socket._socket
    : undefined
}

const TEXT = 0x81

/** A whole WebSocket message of text, unmasked, as servers send it (RFC 6455, 5.2). */
function frameOf(text: string) {
  const length = Buffer.byteLength(text)
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(start + length)
  frame[0] = TEXT
  if (start === 2) frame[1] = length
  else if (start === 4) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.write(text, start)
  return frame
}
