/** What comes over a socket before it is a call: the library would answer it in its own words, or run it as it is. */
import { BadRequest, type FeathersError, MethodNotAllowed, NotFound } from '@feathersjs/errors'
import type { Application } from '../declarations.ts'
import { fault, preferredLocale, say, type Message } from '../language/index.ts'
import { getServiceOptions } from './library.ts'

interface Caller {
  handshake: { headers: Record<string, string | string[] | undefined> }
  feathers?: { user?: { locale?: string } }
  use(step: (packet: unknown[], next: () => void) => void): unknown
}

/** Where a call's parameters stand; beyond them only its callback follows. */
const places: Record<string, number> = { find: 0, update: 2, patch: 2 }

export const refuseMalformedCalls = (app: Application) => (socket: Caller, next: () => void) => {
  socket.use((packet, pass) => {
    const error = problemOf(app, packet)
    if (!error) return pass()
    const answer = packet.at(-1)
    if (typeof answer === 'function') answer(worded(error, socket))
  })
  next()
}

function problemOf(app: Application, [method, path, ...rest]: unknown[]): FeathersError | undefined {
  if (typeof method !== 'string' || typeof path !== 'string' || !Object.hasOwn(app.services, path))
    return fault(NotFound, 'notFound')
  const { methods = [] } = getServiceOptions(app.service(path))
  if (!methods.includes(method)) return fault(MethodNotAllowed, 'notHere')
  const args = typeof rest.at(-1) === 'function' ? rest.slice(0, -1) : rest
  const place = places[method] ?? 1
  const query = args[place] ?? {}
  if (args.length > place + 1 || typeof query !== 'object' || Array.isArray(query))
    return fault(BadRequest, 'invalid')
}

function worded(error: FeathersError, { handshake, feathers }: Caller) {
  const locale = feathers?.user?.locale ?? preferredLocale(`${handshake.headers['accept-language'] ?? ''}`)
  const { code } = error.data as { code: Message }
  return { ...error.toJSON(), message: say(locale, code), data: { code } }
}

interface Node {
  children: Record<string, Node>
  placeholders: Node[]
}

/** The routes of the library are plain objects, in which `constructor` and `__proto__` are found without ever having been put. */
export function withoutPrototypes(node: Node) {
  node.children = Object.assign(Object.create(null), node.children)
  for (const child of [...Object.values(node.children), ...node.placeholders]) withoutPrototypes(child)
}
