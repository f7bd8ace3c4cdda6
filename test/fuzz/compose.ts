/** From a plan to what is sent: ids, parties, addresses and marks take the place of their placeholders. */
import { randomUUID } from 'node:crypto'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { ServiceCall } from './calls.ts'
import { EVERYONE, FIRM, mayRead, type Readers } from './marks.ts'
import { changes, type Operation } from './operations.ts'
import { escaped, jsonOf, MARK, queryText } from './values.ts'
import { PASSWORD, type Actor, type World } from './world.ts'
import type { Request } from './wire.ts'

const PLACE = /@@(?:known:([^:@]*):(\d+)|absent)@@/g

/** Names of fields that hold the id of something that is called otherwise. */
const kinds: Record<string, string[]> = {
  room: ['tasks', 'sales-activities'],
  parent: ['comments'],
  supersedes: ['decisions'],
  user: ['users'],
  asked: ['users'],
  author: ['users'],
  createdBy: ['users'],
  participant: ['users'],
  mentions: ['users']
}

export class Composer {
  world: World
  actor: Actor
  /** Ids that were put in and are not for these eyes. */
  hidden = new Set<string>()
  /** Whether something was named that the firm's people leave as it is. */
  named = false

  constructor(world: World, actor: Actor) {
    this.world = world
    this.actor = actor
  }

  text(plan: string, operation?: Operation) {
    return plan.replace(PLACE, (_, name, nth) =>
      name === undefined ? randomUUID() : this.#known(name, Number(nth), operation)
    )
  }

  value(plan: unknown, operation: Operation): unknown {
    return plan === undefined ? undefined : JSON.parse(this.text(JSON.stringify(plan), operation))
  }

  /** Marks last: who may read them follows from what else is said. */
  data(plan: unknown, operation: Operation): { text: string; readers: Readers } {
    const text = this.text(jsonOf(plan) ?? 'null', operation)
    const readers = this.#readers(operation, text)
    return { text: text.replaceAll(MARK, () => this.world.marks.mark(readers)), readers }
  }

  #readers(operation: Operation, text: string): Readers {
    const { letter } = this.actor
    if (!letter.includes(FIRM)) return letter || EVERYONE
    const fields = operation.data?.staff.properties ?? {}
    if ('audience' in fields && !('roomId' in fields)) return EVERYONE
    try {
      return this.world.readersOf(JSON.parse(text)?.audience)
    } catch {
      return FIRM
    }
  }

  #known(name: string, nth: number, operation?: Operation): string {
    const { world, actor } = this
    const pick = (list: readonly string[]) => list[nth % list.length] ?? randomUUID()
    const outside = world.actors.filter(({ email }) => email)
    switch (name) {
      case 'email':
        return pick(outside.map(({ email }) => email))
      case 'password':
        return PASSWORD
      case 'party':
        return pick(world.parties)
      case 'service':
        return pick(world.services)
      case 'hash':
        return pick([...world.hashes.values()])
      case 'cursor':
        return pick(world.cursors)
      case 'me':
        return pick(['me', 'current', actor.person.id])
      case 'requestId':
        return this.#request(nth)
      case 'uploadId':
        return (nth % 5 ? actor.uploads.shift() : actor.uploads[0]) ?? randomUUID()
      case 'uploads':
        return pick(actor.uploads)
    }
    return this.#id(name, nth, operation)
  }

  /** Mostly new, sometimes one that was used before. */
  #request(nth: number) {
    const { requests } = this.actor
    if (nth % 5 > 0 || requests.length === 0) requests.push(randomUUID())
    return requests.at(nth % 5 ? -1 : -1 - (nth % Math.min(requests.length, 4))) as string
  }

  #id(name: string, nth: number, operation?: Operation) {
    const stem = name.replace(/Ids?$/, '')
    const services =
      kinds[stem] ??
      [name, stem, `${stem}s`, ...(name === 'id' && operation ? [operation.service] : [])].filter((each) =>
        this.world.services.includes(each)
      )
    const from = services.length > 0 ? services : this.world.services
    const pool = this.world.pool(from[nth % from.length] as string)
    const there = this.#leaves(stem, operation) ? pool.loose : [...pool.kept, ...pool.loose]
    const seen = nth % 4 ? there.filter((id) => this.#mayRead(id)) : []
    const list = seen.length > 0 ? seen : there
    const id = list.at(-1 - (Math.floor(nth / from.length) % list.length)) ?? randomUUID()
    if (pool.kept.includes(id)) this.named = true
    if (!this.#mayRead(id)) this.hidden.add(id)
    return id
  }

  #mayRead(id: string) {
    const readers = this.world.marks.readersOf(id)
    return readers === undefined || mayRead(this.actor.letter, readers)
  }

  /** The firm's people change nothing that is marked; they only say more where what they say has readers of its own. */
  #leaves(stem: string, operation?: Operation) {
    if (!operation || !this.actor.letter.includes(FIRM) || !changes(operation)) return false
    const says = operation.method === 'create' && 'audience' in (operation.data?.staff.properties ?? {})
    return !(says && (stem === 'room' || stem === 'parent'))
  }
}

const verbs = { find: 'GET', get: 'GET', create: 'POST', update: 'PUT', patch: 'PATCH', remove: 'DELETE' }

export const headersOf = ({ person, locale }: Actor): Record<string, string> => ({
  'accept-language': locale,
  ...(person.token && { authorization: `Bearer ${person.token}` })
})

/** `id`, `data` and `query` with everything in its place. */
export function overRest(
  call: ServiceCall,
  actor: Actor,
  id: unknown,
  data: string | undefined,
  query: unknown
): Request {
  const { method, service } = call.operation
  const path = `/api/${service}${id === undefined ? '' : `/${escaped(typeof id === 'object' ? JSON.stringify(id) : String(id)).slice(0, 3_000)}`}${queryText(query)}`
  const headers = {
    ...headersOf(actor),
    ...(data !== undefined && { 'content-type': 'application/json' }),
    ...call.twist
  }
  const request = { method: verbs[method], path, headers, ...(data !== undefined && { body: data }) }
  return data === undefined ? request : squeezed(request, data, call.squeeze)
}

function squeezed(request: Request, data: string, how: ServiceCall['squeeze']): Request {
  if (how === 'no') return request
  const bytes = how === 'br' ? brotliCompressSync(data) : gzipSync(data)
  const body =
    how === 'bad gzip'
      ? Buffer.from('no gzip')
      : how === 'truncated'
        ? bytes.subarray(0, bytes.length / 2)
        : bytes
  return {
    ...request,
    headers: { ...request.headers, 'content-encoding': how === 'br' ? 'br' : 'gzip' },
    body
  }
}

/** What stands after the event's name. */
export function overSocket(
  { operation, arity }: ServiceCall,
  id: unknown,
  data: string | undefined,
  query: unknown
) {
  const { method, service } = operation
  const [name, asked] = [id, query].map((each) => jsonOf(each) ?? '{}') as [string, string]
  const args = {
    find: [asked],
    get: [name, asked],
    create: [data ?? 'null', asked],
    update: [name, data ?? 'null', asked],
    patch: [name, data ?? 'null', asked],
    remove: [name, asked]
  }[method]
  const odd = Array.isArray(arity)
    ? [...args, ...arity.map((each) => jsonOf(each) ?? 'null')]
    : args.slice(0, arity)
  return [JSON.stringify(service), ...odd].map((each) => `,${each}`).join('')
}
