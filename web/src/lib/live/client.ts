import { feathers } from '@feathersjs/feathers'
import socketio from '@feathersjs/socketio-client'
import io from 'socket.io-client'

/** The one connection. It signs in by the session cookie of the handshake. */
export const socket = io({
  transports: ['websocket'],
  autoConnect: false,
  reconnectionDelay: 500,
  reconnectionDelayMax: 8000,
  ackTimeout: 20_000
})

const api = feathers()
api.configure(socketio(socket))

export interface Page<T> {
  total: number
  limit: number
  skip: number
  data: T[]
}
export type Query = Record<string, unknown>
type Params = { query?: Query }

export interface Service<T> {
  find(params?: Params): Promise<Page<T>>
  get(id: string, params?: Params): Promise<T>
  create(data: object, params?: Params): Promise<T>
  patch(id: string, data: object, params?: Params): Promise<T>
  remove(id: string, params?: Params): Promise<unknown>
}

/** A service of the server, over the socket. */
export const service = <T>(name: string) => api.service(name) as unknown as Service<T>
