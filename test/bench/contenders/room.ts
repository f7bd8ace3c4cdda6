/** Plain Socket.IO: what is said is broadcast to a room, and nothing is checked or kept. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { serve } from './serve.ts'

const http: HttpServer = createServer().listen(0, '127.0.0.1')
await once(http, 'listening')
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false })

io.on('connection', (socket) => {
  socket.join('room')
  socket.on('create', (_service, comment, _query, answer) => {
    const record = { id: randomUUID(), ...comment, createdAt: new Date().toISOString() }
    answer(null, record)
    io.to('room').emit('comments created', record)
  })
})

const { port } = http.address() as AddressInfo
serve(async () => ({ port, cookies: null, comment: { roomId: randomUUID(), authorId: randomUUID() } }))
