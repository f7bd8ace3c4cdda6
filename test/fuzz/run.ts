/** Many calls, each one planned from the seed and its number, made by several hands at once; and what is left of Strefa afterwards. */
import fc from 'fast-check'
import { plain } from '../support/screen.ts'
import { attempt } from './attempt.ts'
import { doorCall, frameCall, rawCall, serviceCall, type Call } from './calls.ts'
import { Fault, judge } from './judge.ts'
import { nameOf, operationsOf, type Operation } from './operations.ts'
import { FIRM } from './marks.ts'
import { Hang } from './wire.ts'
import { World, type Actor } from './world.ts'

export interface Options {
  seed: number
  calls: number
  /** Makes this one call only. */
  only?: number
  hands?: number
  /** Hears of each new kind of fault at once. */
  tell?: (line: string) => void
}

export interface Report {
  /** One for each kind, with how often it was met. */
  faults: { kind: string; told: string; times: number }[]
  /** Operation and person -> how many calls, and how many of them were answered with what was asked for. */
  reached: Map<string, { calls: number; good: number }>
  statuses: Map<number, number>
  met: Map<string, number>
  seconds: number
}

const EVERY = 250

export class Run {
  options: Options
  world!: World
  operations: Operation[] = []
  faults = new Map<string, Report['faults'][number] & { at: number }>()
  reached = new Map<string, { calls: number; good: number }>()
  statuses = new Map<number, number>()
  #next = 0
  #plans = new Map<string, fc.Arbitrary<Call>>()
  /** What each hand is at. */
  #under = new Map<number, string>()

  constructor(options: Options) {
    this.options = options
  }

  async make(): Promise<Report> {
    const began = performance.now()
    const silence = this.#listenToComplaints()
    this.world = await World.open(this.options.seed)
    try {
      this.operations = operationsOf(this.world.app)
      const { only, hands = 6 } = this.options
      if (only === undefined) await Promise.all(Array.from({ length: hands }, (_, hand) => this.#work(hand)))
      else await this.#call(only, 0)
      await this.#lookAround()
    } finally {
      await this.world.close()
      silence()
    }
    return this.#report((performance.now() - began) / 1000)
  }

  async #work(hand: number) {
    while (this.#next < this.options.calls) {
      const nth = this.#next++
      if (nth % EVERY === EVERY - 1) await this.#pause()
      await this.#call(nth, hand)
    }
  }

  /** Fast-check plans it, and makes it smaller when it fails. */
  async #call(nth: number, hand: number) {
    const actor = this.world.actors[nth % this.world.actors.length] as Actor
    const plan = this.#plan(nth, actor)
    const tell = (line: string) => this.#under.set(hand, line)
    const property = fc.asyncProperty(plan, async (call) => {
      try {
        this.#count(call, actor, await attempt(this.world, actor, call, tell))
      } catch (error) {
        if (!this.#isKnown(error as Error, nth, this.#under.get(hand) ?? '')) throw error
      }
    })
    const { failed, numShrinks, counterexample } = await fc.check(property, {
      seed: this.options.seed + nth,
      numRuns: 1
    })
    if (failed)
      this.options.tell?.(
        `  (call ${nth}, after ${numShrinks} steps of shrinking) ${fc.stringify(counterexample)?.slice(0, 1_500)}`
      )
    this.#under.delete(hand)
  }

  #plan(nth: number, actor: Actor): fc.Arbitrary<Call> {
    const turn = Math.floor(nth / this.world.actors.length)
    if (turn % 8 === 5) return doorCall
    if (turn % 8 === 6) return frameCall
    if (turn % 8 === 7) return rawCall
    const place = Math.floor(turn / 8) * 5 + (turn % 8)
    const operation = this.operations[place % this.operations.length] as Operation
    const way = (place + Math.floor(place / this.operations.length)) % 2 ? 'socket' : 'rest'
    const side = actor.letter.includes(FIRM) ? 'staff' : 'external'
    return this.#planFor(`${nameOf(operation)} ${way} ${side}`, () => serviceCall(operation, way, side))
  }

  /** Made once: to put a plan together takes longer than to draw from it. */
  #planFor(key: string, make: () => fc.Arbitrary<Call>) {
    const plan = this.#plans.get(key) ?? make()
    this.#plans.set(key, plan)
    return plan
  }

  #count(call: Call, actor: Actor, status: number) {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
    if (call.kind !== 'service') return
    const key = `${nameOf(call.operation)} ${actor.name}`
    const reached = this.reached.get(key) ?? { calls: 0, good: 0 }
    this.reached.set(key, reached)
    reached.calls++
    if (status >= 200 && status < 300) reached.good++
  }

  /** A fault that was met before is only counted; the call in which it was met first goes on being made smaller. */
  #isKnown(error: Error, at: number, asked: string) {
    const kind = error instanceof Fault ? error.kind : `${error.name}: ${error.message}`
    const told = error instanceof Fault ? error.message : `${error.stack}\n${asked}`
    const known = this.faults.get(kind)
    if (!known) {
      this.faults.set(kind, { kind, told, times: 1, at })
      this.options.tell?.(`call ${at}: ${told}`)
      return false
    }
    if (known.at !== at || error instanceof Hang) return !!known.times++
    known.told = told
    return false
  }

  /** Whatever is complained of on standard error or left unhandled is a fault, with all that was being asked at that moment. */
  #listenToComplaints() {
    const before = console.error
    const complain = (...words: unknown[]) => {
      // A document that a busy machine could not make in time is no fault.
      if (/limits of time/.test(String(words))) return
      const text = words.map((word) => (word instanceof Error ? word.stack : String(word))).join(' ')
      const kind = `complaint: ${text
        .replace(/Error [0-9a-f]{8}: /, '')
        .replace(/[0-9a-f-]{36}|\d+/g, '#')
        .slice(0, 120)}`
      this.#isKnown(new Fault(kind, `${text}\nmeanwhile:\n${[...this.#under.values()].join('\n')}`), -1, '')
    }
    const unhandled = (reason: unknown) => complain('Unhandled rejection', reason)
    console.error = complain
    process.on('unhandledRejection', unhandled)
    return () => {
      console.error = before
      process.off('unhandledRejection', unhandled)
    }
  }

  async #pause() {
    this.#listen()
    await this.world.bringUploads().catch(() => {})
  }

  /** What came over the sockets unasked. */
  #listen() {
    for (const actor of this.world.actors) {
      const heard = [...(actor.screen?.person.heard.splice(0) ?? []), ...(actor.wire?.heard.splice(0) ?? [])]
      if (actor.screen) actor.screen.stream.length = 0
      for (const event of heard) this.#judged(actor, `${actor.name} hears`, JSON.stringify(event))
    }
  }

  #judged(actor: Actor, asked: string, text: string, status = 200) {
    try {
      judge(this.world, actor, asked, { status, text })
    } catch (error) {
      this.#isKnown(error as Error, -2, asked)
    }
  }

  /** Honest people are still answered, nothing of theirs is missing, and what stands on their screens is what a fresh fetch shows. */
  async #lookAround() {
    const { world } = this
    const end = await this.#lastWord()
    for (const actor of world.actors.filter(({ screen }) => screen)) await this.#compareScreen(actor, end)
    this.#listen()
  }

  /** Who took another password ended the sessions they listened in, and a busy machine loses connections: the screen comes back. */
  async #compareScreen(actor: Actor, end: string) {
    const screen = actor.screen!
    if (actor.cutOff) await this.world.listenAgain(actor)
    else await screen.person.hears('news created', ({ id }) => id === end)
    await screen.settled()
    const [held, fresh] = [plain(screen.held), plain(await screen.fetch())].map((each) =>
      JSON.stringify(each)
    ) as [string, string]
    if (held !== fresh)
      this.#isKnown(new Fault('a screen differs from a fresh fetch', difference(actor, held, fresh)), -3, '')
    this.#judged(actor, 'fresh fetch', fresh)
  }

  async #lastWord() {
    const { app } = this.world
    const viewer = {
      id: this.world.actor('ola').person.id,
      zone: 'staff',
      role: 'admin',
      organizationId: null,
      locale: 'pl'
    }
    const news = await app
      .service('news')
      .create({ title: 'Koniec', body: 'x', audience: ['client', 'partner'] }, { viewer, query: {} })
    return news.id as string
  }

  #report(seconds: number): Report {
    return {
      faults: [...this.faults.values()],
      reached: this.reached,
      statuses: this.statuses,
      met: new Map(this.world.actors.map(({ name, met }) => [name, met.size])),
      seconds
    }
  }
}

function difference({ name }: Actor, held: string, fresh: string) {
  const [left, right] = [JSON.parse(held), JSON.parse(fresh)]
  const lines = Object.keys(left).flatMap((service) => {
    const byId = new Map<string, string[]>()
    for (const [side, rows] of [left[service], right[service]].entries())
      for (const row of rows)
        byId.set(row.id, Object.assign(byId.get(row.id) ?? ['', ''], { [side]: JSON.stringify(row) }))
    return [...byId]
      .filter(([, [a, b]]) => a !== b)
      .map(([id, [a, b]]) => `${service} ${id}\n held  ${a}\n fresh ${b}`)
  })
  return `${name}: ${lines.length}\n${lines.slice(0, 5).join('\n')}`
}
