import type { Application } from '../declarations.ts'
import type { Transaction } from '../database/index.ts'
import type { Viewer } from '../policy/viewer.ts'
import type { OrganizationKey } from './organizations.ts'
import { people } from './people.ts'
import type { PersonKey } from './people.ts'
import type { Reach } from './script.ts'

/** Where the acts are played: one transaction, and at each moment one person on whose behalf the services are called. */
export class Scene {
  #app: Application
  #trx: Transaction
  #people = new Map<PersonKey, string>()
  #organizations = new Map<OrganizationKey, string>()
  #viewer: Viewer | undefined

  constructor(app: Application, trx: Transaction) {
    this.#app = app
    this.#trx = trx
  }

  /** Answers the id of what was made. */
  async create(service: string, data: object): Promise<string> {
    return (await this.#app.service(service).create(defined(data), this.#params())).id
  }

  async get(service: string, id: string): Promise<any> {
    return this.#app.service(service).get(id, this.#params())
  }

  async patch(service: string, id: string, data: object): Promise<void> {
    await this.#app.service(service).patch(id, data, this.#params())
  }

  /** Answers the id of the upload. */
  send(bytes: Buffer): Promise<string> {
    return this.#app.get('files').uploads.bring(bytes, this.#viewer as Viewer)
  }

  enter(key: PersonKey, id: string) {
    this.#people.set(key, id)
  }

  found(key: OrganizationKey, id: string) {
    this.#organizations.set(key, id)
  }

  /** From here on, at that time, it is this person who acts. */
  turn(at: Date, by: PersonKey) {
    const { zone, role, organization } = people[by]
    const organizationId = organization && this.organization(organization)
    this.#viewer = { id: this.person(by), zone, role, organizationId, locale: 'pl' }
    this.set(at)
  }

  set(at: Date) {
    const { id } = this.#app.get('clock')
    this.#app.set('clock', { id, now: () => new Date(at) })
  }

  person(key: PersonKey): string {
    return known(this.#people, key)
  }

  organization(key: OrganizationKey): string {
    return known(this.#organizations, key)
  }

  reach(name: Reach): string {
    const [zone, key] = name.split(':') as [string, OrganizationKey | undefined]
    return key ? `${zone}:${this.organization(key)}` : zone
  }

  #params() {
    return { viewer: this.#viewer, trx: this.#trx, query: {} }
  }
}

function known<Key>(ids: Map<Key, string>, key: Key): string {
  const id = ids.get(key)
  if (!id) throw new Error(`The demo firm knows no ${String(key)} yet.`)
  return id
}

const defined = (data: object) =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined))
