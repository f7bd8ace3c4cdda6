/** Stock Feathers: a service, and channels that publish what it creates. No one signs in, and nothing is hidden. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { feathers } from '@feathersjs/feathers'
import { koa, rest } from '@feathersjs/koa'
import socketio from '@feathersjs/socketio'
import { serve } from './serve.ts'

/** Puts the service behind sockets; `roomId` has to be one that it accepts. */
export async function serveFeathers(comments: object) {
  const app = koa(feathers()) as any
  app.configure(rest())
  app.configure(socketio({ transports: ['websocket'], perMessageDeflate: false }))
  app.use('comments', comments)
  app.service('comments').hooks({ before: { create: [stamped] } })

  const room = { roomId: randomUUID(), authorId: randomUUID() }
  const channel = `rooms/${room.roomId}`
  app.on('connection', (connection: object) => app.channel(channel).join(connection))
  app
    .service('comments')
    .publish('created', (comment: { roomId: string }) => app.channel(`rooms/${comment.roomId}`))

  const server: Server = await app.listen(0, '127.0.0.1')
  if (!server.listening) await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  serve(async () => ({ port, cookies: null, comment: room }))
}

const stamped = (context: any) => {
  context.data = { id: randomUUID(), ...context.data, createdAt: new Date().toISOString() }
}
