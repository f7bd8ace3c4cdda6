/** One call, made and judged. */
import { randomUUID } from 'node:crypto'
import type { Call, DoorCall, FrameCall, RawCall, ServiceCall } from './calls.ts'
import { Composer, headersOf, overRest, overSocket } from './compose.ts'
import { Fault, judge } from './judge.ts'
import { changes, nameOf } from './operations.ts'
import { jsonOf } from './values.ts'
import { raw, Refused, replyOf, rest, Wire, type Reply } from './wire.ts'
import type { Actor, World } from './world.ts'

export type Told = (line: string) => void

/** Throws a Fault. Answers the status. `tell` hears what is being sent, before it is. */
export function attempt(world: World, actor: Actor, call: Call, tell: Told): Promise<number> {
  switch (call.kind) {
    case 'service':
      return new ServiceAttempt(world, actor, call, tell).run()
    case 'door':
      return throughDoor(world, actor, call, tell)
    case 'raw':
      return inBytes(world, actor, call, tell)
    case 'frame':
      return inFrames(world, actor, call, tell)
  }
}

class ServiceAttempt {
  composer: Composer
  world: World
  actor: Actor
  call: ServiceCall
  tell: Told

  constructor(world: World, actor: Actor, call: ServiceCall, tell: Told) {
    this.world = world
    this.actor = actor
    this.call = call
    this.tell = tell
    this.composer = new Composer(world, actor)
  }

  async run() {
    const { composer, call, world, actor } = this
    const { operation } = call
    const id = composer.value(call.id, operation)
    const query = composer.value(call.query, operation)
    const made = call.data === undefined ? undefined : composer.data(call.data, operation)
    const data = made && this.#withHash(made.text)
    if (['users', 'preferences'].includes(operation.service) && changes(operation)) actor.unsure = true
    const asked = `${actor.name} ${call.way} ${nameOf(operation)} ${jsonOf([id, query])} ${data} ${jsonOf([call.twist, call.squeeze, call.arity])}`
    this.tell(asked)
    const reply = await this.#send(id, data, query)
    // Whoever signs in is told of the person they are now.
    const signsIn = operation.service === 'authentication'
    judge(world, actor, asked, reply, { words: this.#isOdd(), readers: signsIn })
    await this.#compareWithNothing(id, data, query, reply)
    this.#learn(reply, made?.readers)
    if (reply.status === 401 && actor.email && !this.#isOdd()) await world.signIn(actor)
    return reply.status
  }

  /** Headers of their own may change whose language it is, and how far the call comes. */
  #isOdd = () => this.call.way === 'rest' && Object.keys(this.call.twist).length > 0

  /** Whoever answers gives back the hash of what they were shown. */
  #withHash(text: string) {
    const [, decision] = /"decisionId":"([0-9a-f-]{36})"/.exec(text) ?? []
    const hash = decision && this.world.hashes.get(decision)
    return hash ? text.replace(/"shown":"[0-9a-f]{64}"/, `"shown":"${hash}"`) : text
  }

  async #send(id: unknown, data: string | undefined, query: unknown): Promise<Reply> {
    const { world, actor, call } = this
    const { base } = world.server
    if (call.way === 'rest') return rest(base, overRest(call, actor, id, data, query))
    const args = overSocket(call, id, data, query)
    // Signing in would seat the connection under somebody else, and bad JSON closes it.
    if (call.operation.service === 'authentication' || !isJson(`[0${args}]`)) {
      const wire = await connected(world, actor)
      return wire.ask(call.operation.method, args).finally(() => wire.close())
    }
    if (!actor.wire?.open) actor.wire = await connected(world, actor)
    return actor.wire.ask(call.operation.method, args)
  }

  /** What they may not see is the same to them as what never was. */
  async #compareWithNothing(id: unknown, data: string | undefined, query: unknown, reply: Reply) {
    const { hidden } = this.composer
    if (hidden.size === 0 || reply.status === 0) return
    let other = reply
    for (let tries = 0; tries < 3; tries++) {
      const [absentId, absentQuery] = [id, query].map((each) =>
        each === undefined ? undefined : JSON.parse(this.#without(JSON.stringify(each)))
      ) as [unknown, unknown]
      other = await this.#send(absentId, data && this.#without(data), absentQuery)
      if (other.status === reply.status && (reply.status < 400 || masked(other.text) === masked(reply.text)))
        return
      reply = await this.#send(id, data, query)
    }
    if (other.status === 0 || reply.status === 0) return
    const asked = `${this.actor.name} ${nameOf(this.call.operation)} ${jsonOf([id, query])} ${data}`
    throw new Fault(
      `hidden differs from absent: ${nameOf(this.call.operation)}`,
      `${asked}\n${[...hidden]}\n${reply.text}\n${other.text}`
    )
  }

  #without = (text: string) =>
    [...this.composer.hidden].reduce((left, id) => left.replaceAll(id, randomUUID()), text)

  #learn({ status, text }: Reply, readers = '') {
    const { operation } = this.call
    const { world, actor, composer } = this
    if (status < 200 || status >= 300 || !readers) return
    if (operation.method !== 'create') return
    const body = parsed(text)
    const record = Array.isArray(body) ? body[1] : body
    if (typeof record?.id !== 'string') return
    const loose = actor.letter.includes('s') && !composer.named
    if (!world.marks.readersOf(record.id))
      world.keep(operation.service, record.id, readers, loose ? 'loose' : 'kept')
    if (typeof record.hash === 'string') world.hashes.set(record.id, record.hash)
  }
}

/** A token whose session has ended is refused at the handshake; then they sign in again. */
async function connected(world: World, actor: Actor, tries = 5): Promise<Wire> {
  try {
    return await Wire.open(world.server.base, headersOf(actor))
  } catch (error) {
    if (!(error instanceof Refused) || tries === 0) throw error
    judge(world, actor, `${actor.name} handshake`, { status: 401, text: error.message }, { words: true })
    await world.signIn(actor)
    return connected(world, actor, tries - 1)
  }
}

const masked = (text: string) =>
  text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time')

const parsed = (text: string) => (isJson(text) ? JSON.parse(text) : undefined)

function isJson(text: string) {
  try {
    return JSON.parse(text) !== undefined
  } catch {
    return false
  }
}

async function throughDoor(
  world: World,
  actor: Actor,
  { method, path, headers, body }: DoorCall,
  tell: Told
) {
  const composer = new Composer(world, actor)
  const address = composer.text(path).replace(/[^\u0021-\u007e]/g, encodeURIComponent)
  const asked = `${actor.name} ${method} ${address} ${JSON.stringify(headers)} ${JSON.stringify(body)}`
  tell(asked)
  const bodied = !['GET', 'HEAD'].includes(method) && body
  const reply = await rest(world.server.base, {
    ...{ method, path: address, headers: { ...headersOf(actor), ...headers } },
    ...(bodied && { body })
  })
  judge(world, actor, asked, reply, { words: Object.keys(headers).length > 0 })
  const upload =
    reply.status === 201 && /\/api\/uploads\/([0-9a-f-]{36})$/.exec(reply.headers?.location ?? '')
  if (upload) actor.uploads.push(upload[1] as string)
  return reply.status
}

async function inBytes(world: World, actor: Actor, { text, path, torn }: RawCall, tell: Told) {
  const { base } = world.server
  const address = new Composer(world, actor).text(path)
  const whole = text
    .replaceAll('{path}', () => address)
    .replaceAll('{host}', new URL(base).host)
    .replaceAll('{token}', actor.person.token || 'x')
  const sent = torn ? whole.slice(0, Math.max(1, whole.length - torn)) : whole
  const asked = `${actor.name} raw ${JSON.stringify(sent)}`
  tell(asked)
  const reply = await raw(base, Buffer.from(sent, 'latin1'))
  judge(world, actor, asked, reply, { words: true })
  return reply.status
}

async function inFrames(world: World, actor: Actor, { frames }: FrameCall, tell: Told) {
  const composer = new Composer(world, actor)
  const texts = frames.map((frame) =>
    typeof frame === 'string' ? frame : `420${composer.text(jsonOf(frame) as string)}`
  )
  const asked = `${actor.name} frames ${JSON.stringify(texts)}`
  tell(asked)
  const wire = await connected(world, actor)
  try {
    for (const text of texts) wire.write(text)
    // Whatever was sent: either the connection is closed, or it goes on answering.
    for (let times = 0; times < 3; times++) judge(world, actor, asked, await wire.ask('find', ',"health",{}'))
    for (const text of wire.answered) judge(world, actor, asked, replyOf(text))
    for (const text of wire.heard) judge(world, actor, asked, { status: 200, text })
  } finally {
    wire.close()
  }
  return 200
}
