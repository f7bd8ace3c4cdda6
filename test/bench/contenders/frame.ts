/**
 * The floor: `ws`, one frame built once and written to every socket. It speaks just enough of Socket.IO's words for the same
 * clients; rooms, acknowledgement timeouts, heartbeats and all else are missing.
 */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { serve } from './serve.ts'

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
await once(server, 'listening')

server.on('connection', (socket) => {
  socket.send('0{}')
  socket.on('message', (data: Buffer) => hear(socket, data.toString()))
})

function hear(socket: WebSocket, text: string) {
  if (text === '40') return socket.send('40{}')
  const [, number, words] = /^42(\d+)(.*)$/s.exec(text) ?? []
  if (!words) return
  const [, , comment] = JSON.parse(words)
  const record = { id: randomUUID(), ...comment, createdAt: new Date().toISOString() }
  socket.send(`43${number}${JSON.stringify([null, record])}`)
  const frame = frameOf(`42${JSON.stringify(['comments created', record])}`)
  for (const client of server.clients) (client as any as { _socket: Socket })._socket.write(frame)
}

/** A text frame of fewer than 65,536 bytes. */
function frameOf(text: string) {
  const payload = Buffer.from(text)
  return Buffer.concat([Buffer.from([0x81, 126, payload.length >> 8, payload.length & 0xff]), payload])
}

const { port } = server.address() as AddressInfo
serve(async () => ({ port, cookies: null, comment: { roomId: randomUUID(), authorId: randomUUID() } }))
