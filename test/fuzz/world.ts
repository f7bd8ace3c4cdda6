/**
 * A firm with two clients and a partner. Everything in it bears a mark that says who may read it. What the firm's people change at
 * random lies in rooms of their own, with people who are nobody of the five: so the marks elsewhere stay true whatever they do.
 */
import { createHash } from 'node:crypto'
import type { Application } from '../../server/declarations.ts'
import { Person, startTestServer } from '../support/server.ts'
import { Screen } from '../support/screen.ts'
import { upload } from '../support/upload.ts'
import { ADMINS, EVERYONE, FIRM, Marks, type Readers } from './marks.ts'
import type { Wire } from './wire.ts'

export const PASSWORD = 'żółw-7-skacze-pod-mostem'

export interface Actor {
  name: string
  letter: Readers
  email: string
  locale: 'pl' | 'en'
  /** Asks; a session of its own listens. */
  person: Person
  screen: Screen | null
  wire: Wire | null
  /** Whole uploads that have not become files. */
  uploads: string[]
  requests: string[]
  met: Set<string>
  /** Why the socket that listens was closed. */
  cutOff?: string
  /** Their language may have been changed by a call of theirs. */
  unsure: boolean
}

/** `kept` is what the firm's people never change; `loose` is what they may do anything with. */
interface Pool {
  kept: string[]
  loose: string[]
}

export class World {
  server!: Awaited<ReturnType<typeof startTestServer>>
  marks = new Marks()
  actors: Actor[] = []
  #pools = new Map<string, Pool>()
  hashes = new Map<string, string>()
  cursors: string[] = []
  #hashes = new Map<string, string>()
  #letters = new Map<string, Readers>()

  static async open(seed: number) {
    const world = new World()
    world.server = await startTestServer()
    world.app.set('clock', { now: () => new Date(), id: idsFrom(seed) })
    await world.#found()
    return world
  }

  get app(): Application {
    return this.server.app
  }

  pool(service: string) {
    const pool = this.#pools.get(service) ?? { kept: [], loose: [] }
    this.#pools.set(service, pool)
    return pool
  }

  get services() {
    return [...this.#pools.keys()]
  }

  keep(service: string, id: string, readers: Readers, where: keyof Pool = 'kept') {
    const pool = this.pool(service)[where]
    pool.push(id)
    if (pool.length > 300) pool.splice(where === 'kept' ? 150 : 0, 1)
    this.marks.belongs(id, readers)
  }

  actor = (name: string) => this.actors.find((each) => each.name === name) as Actor

  /** Whom an audience lets in, of those outside. */
  readersOf(audience: unknown): Readers {
    const names = Array.isArray(audience) ? audience : []
    const letters = names.flatMap((name) => [...(this.#letters.get(String(name)) ?? '')])
    return [...new Set(letters)].sort().join('') || FIRM
  }

  get parties() {
    return [...this.#letters.keys()]
  }

  /** Whoever has given themselves another password gets the old one back. */
  async signIn(actor: Actor) {
    await this.#renew(actor)
    const { id, token } = await this.server.signIn(actor.email, PASSWORD)
    Object.assign(actor.person, { id, token })
    actor.wire?.close()
    actor.wire = null
  }

  async listenAgain({ screen, ...actor }: Actor) {
    await this.#renew(actor)
    screen!.person.token = (await this.server.signIn(actor.email, PASSWORD)).token
    await screen!.comeBack()
  }

  #renew = ({ email }: Pick<Actor, 'email'>) =>
    this.app
      .get('db')('users')
      .where({ email })
      .update({ passwordHash: this.#hashes.get(email) })

  /** There are always some that may become files. */
  async bringUploads() {
    for (const { email, uploads, person, letter } of this.actors)
      while (email && uploads.length < 4)
        uploads.push(await upload(person, this.marks.mark(letter.includes(FIRM) ? EVERYONE : letter)))
  }

  close = async () => {
    for (const { wire, screen } of this.actors) {
      wire?.close()
      screen?.person.socket?.disconnect()
    }
    await this.server.stop()
  }

  async #found() {
    const db = this.app.get('db')
    await db('settings').insert({ key: 'firm', value: { name: 'Dobry Fach' } })
    await this.#hire('ola', 'admin', FIRM + ADMINS, 'pl')
    await this.#hire('jan', 'member', FIRM, 'en')
    await this.#hire('halina', 'member', null, 'pl')
    for (const [letter, name, zone, locale] of [
      ['a', 'kasia', 'client', 'pl'],
      ['b', 'piotr', 'client', 'en'],
      ['c', 'marek', 'partner', 'pl']
    ] as const)
      await this.#letIn(name, zone, letter, locale)
    for (const zone of ['client', 'partner'] as const) await this.#letIn(`${zone}-loose`, zone, null, 'pl')
    this.#letters.set('client', 'ab').set('partner', 'c')
    this.actors.push(actorOf('nobody', '', '', 'en', new Person(this.app, this.server.base)))
    await this.#furnish()
  }

  readonly #keeper = {
    viewer: { id: '', zone: 'staff', role: 'admin', organizationId: null, locale: 'pl' },
    query: {}
  }

  async #hire(name: string, role: string, letter: Readers | null, locale: 'pl' | 'en') {
    const readers = letter ? EVERYONE : FIRM
    const email = `${name}-${this.marks.mark(readers)}@firma.example`
    const fullName = `${name} ${this.marks.mark(readers)}`
    if (!this.#keeper.viewer.id) {
      // The first has nobody who could have made them.
      this.#keeper.viewer.id = this.app.get('clock').id()
    }
    const user = await this.app
      .service('users')
      .create({ name: fullName, email, password: PASSWORD, zone: 'staff', role, locale }, this.#keeper)
    if (letter?.includes(ADMINS)) this.#keeper.viewer.id = user.id
    this.keep('users', user.id, readers, letter ? 'kept' : 'loose')
    if (letter) await this.#join(name, letter, email, locale)
  }

  async #letIn(name: string, zone: 'client' | 'partner', letter: Readers | null, locale: 'pl' | 'en') {
    const readers = letter ?? FIRM
    const organization = await this.app
      .service('organizations')
      .create({ name: `Org ${this.marks.mark(readers)}` }, this.#keeper)
    const email = `${name}-${this.marks.mark(readers)}@o.example`
    const data = {
      name: `${name} ${this.marks.mark(readers)}`,
      email,
      password: PASSWORD,
      zone,
      organizationId: organization.id,
      locale
    }
    const user = await this.app.service('users').create(data, this.#keeper)
    this.keep('organizations', organization.id, readers, letter ? 'kept' : 'loose')
    this.keep('users', user.id, readers, letter ? 'kept' : 'loose')
    this.#letters.set(`${zone}:${organization.id}`, letter ?? '')
    if (letter) await this.#join(name, letter, email, locale)
  }

  async #join(name: string, letter: Readers, email: string, locale: 'pl' | 'en') {
    const person = await this.server.signIn(email, PASSWORD)
    const actor = actorOf(name, letter, email, locale, person)
    const user = await this.app.get('db')('users').where({ email }).first('passwordHash')
    this.#hashes.set(email, user.passwordHash)
    const listener = await this.server.signIn(email, PASSWORD)
    await listener.listen()
    listener.socket!.on('disconnect', (reason) => (actor.cutOff = reason))
    actor.screen = new Screen(listener)
    await actor.screen.open()
    this.actors.push(actor)
  }

  async #furnish() {
    const seat = (name: string) => ({ userId: this.actor(name).person.id, role: 'notified' })
    const everyone = ['ola', 'jan', 'kasia', 'piotr', 'marek']
    const room = await this.#room('tasks', EVERYONE, everyone.map(seat))
    const only = [
      ['a', 'kasia'],
      ['b', 'piotr'],
      ['c', 'marek']
    ] as const
    for (const [letter, name] of only) await this.#room('sales-activities', letter, [seat(name)])
    await this.#room('tasks', FIRM, [])
    const hidden = await this.#room('tasks', ADMINS, [seat('ola')], { private: true })
    await this.#fill(hidden, ADMINS, [])
    await this.#fill(room, FIRM, [])
    for (const party of this.parties)
      if (this.readersOf([party]) !== FIRM) await this.#fill(room, this.readersOf([party]), [party])
    await this.#fill(room, EVERYONE, ['client', 'partner'])
    for (const [letter, name] of only) await this.#ask(room, letter, name)
    for (let nth = 0; nth < 3; nth++) await this.#looseRoom()
    await this.bringUploads()
    await this.#gather()
  }

  /** Ids of what came about by the way, such as seats: everyone may try them. */
  async #gather() {
    const { person } = this.actor('ola')
    for (const service of Object.keys(this.app.services)) {
      const { body } = await person.ask('GET', service)
      for (const { id, roomId } of Array.isArray(body?.data) ? body.data : [])
        if (typeof id === 'string' && !this.marks.readersOf(id))
          this.pool(service)[this.pool('tasks').loose.includes(roomId) ? 'loose' : 'kept'].push(id)
    }
  }

  async #make(service: string, readers: Readers, data: object, where: keyof Pool = 'kept', name = 'ola') {
    const { status, body } = await this.actor(name).person.ask('POST', service, data)
    if (status !== 201) throw new Error(`${service}: ${status} ${JSON.stringify(body)}`)
    this.keep(service, body.id, readers, where)
    if (body.hash) this.hashes.set(body.id, body.hash)
    return body.id as string
  }

  async #room(service: string, readers: Readers, participants: object[], more: object = {}) {
    const mark = () => this.marks.mark(readers)
    const inside = this.marks.mark(readers === ADMINS ? ADMINS : FIRM)
    const data = {
      title: `Pokój ${mark()}`,
      description: mark(),
      place: mark(),
      internalNotes: inside,
      dueAt: '2026-12-01'
    }
    return this.#make(service, readers, { ...data, participants, ...more })
  }

  /** One of each kind of record with this audience. */
  async #fill(roomId: string, readers: Readers, audience: string[]) {
    const mark = () => this.marks.mark(readers)
    const parent = await this.#make('comments', readers, { roomId, body: mark(), audience })
    await this.#make('comments', readers, { roomId, body: mark(), audience, parentId: parent })
    await this.#make('links', readers, {
      roomId,
      url: `https://o.example/${mark()}`,
      title: mark(),
      audience
    })
    const uploadId = await upload(this.actor('ola').person, mark())
    await this.#make('files', readers, { roomId, uploadId, name: `${mark()}.txt`, audience })
    await this.#make('reactions', readers, { commentId: parent, sign: 'agreed' })
    if (audience.length > 0) await this.#make('news', readers, { title: mark(), body: mark(), audience })
  }

  async #ask(roomId: string, readers: Readers, name: string) {
    const askedIds = [this.actor(name).person.id]
    for (const kind of ['approval', 'approval', 'approval'])
      await this.#make('decisions', readers, { roomId, question: this.marks.mark(readers), kind, askedIds })
    await this.#make('comments', readers, { roomId, body: this.marks.mark(readers) }, 'kept', name)
    await this.#make('exports', readers, { roomId }, 'kept', name)
  }

  async #looseRoom() {
    const participants = this.pool('users').loose.map((userId) => ({ userId, role: 'performer' }))
    const roomId = await this.#make('tasks', FIRM, { title: this.marks.mark(FIRM), participants }, 'loose')
    for (const body of [1, 2, 3].map(() => this.marks.mark(FIRM)))
      await this.#make('comments', FIRM, { roomId, body }, 'loose')
  }
}

const actorOf = (
  name: string,
  letter: Readers,
  email: string,
  locale: 'pl' | 'en',
  person: Person
): Actor => ({
  ...{ name, letter, email, locale, person, screen: null, wire: null, uploads: [], requests: [] },
  ...{ met: new Set<string>(), unsure: false }
})

/** Ids of the server that follow from the seed, as far as its calls come in the same order. */
function idsFrom(seed: number) {
  let made = 0
  return () => {
    const hex = createHash('sha256').update(`${seed} ${made++}`).digest('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  }
}
