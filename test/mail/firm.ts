/** A small firm with two clients and a partner in one room, whose mails reach a real SMTP server. */
import { setTimeout } from 'node:timers/promises'
import type { Config } from '../../server/config.ts'
import { Person, startTestServer } from '../support/server.ts'
import { MailServer } from '../support/smtp.ts'

const password = 'dobre hasło'
const HOUR = 3_600_000

export const people = ['kasia', 'tomek', 'piotr', 'marek'] as const
export type Name = (typeof people)[number] | 'ola' | 'jan'
export const emailOf = (name: Name) => `${name}@example.com`

export class Firm {
  server!: Awaited<ReturnType<typeof startTestServer>>
  smtp: MailServer
  person = {} as Record<Name, Person>
  parties = {} as Record<'a' | 'b' | 'c', string>
  roomId = ''

  /** Mails wait for `deliver`, unless a test sets another delay. */
  static async open(changes: Partial<Config> = {}) {
    const smtp = new MailServer()
    await smtp.start()
    const firm = new Firm(smtp)
    firm.server = await startTestServer({ smtpUrl: smtp.url, ...changes })
    firm.server.app.set('mailDelay', HOUR)
    await firm.#moveIn()
    return firm
  }

  constructor(smtp: MailServer) {
    this.smtp = smtp
  }

  async close() {
    await this.server.stop()
    await this.smtp.stop()
  }

  get db() {
    return this.server.app.get('db')
  }

  async as(name: Name, method: string, path: string, data?: object) {
    const { status, body } = await this.person[name].ask(method, path, data)
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body)}`)
    return body
  }

  /** All that has reached somebody by mail. */
  textTo(name: Name) {
    return this.smtp
      .to(emailOf(name))
      .map(({ text }) => text)
      .join('\n')
  }

  say(name: Name, body: string, more: object = {}) {
    return this.as(name, 'POST', 'comments', { roomId: this.roomId, body, ...more })
  }

  /** A room of its own for each test, told of and forgotten. */
  async newRoom(title = 'Łazienki, 2. piętro', guests: readonly Name[] = people) {
    const participants = guests.map((name) => ({ userId: this.person[name].id, role: 'notified' }))
    const room = await this.as('ola', 'POST', 'tasks', { title, participants })
    this.roomId = room.id
    await this.deliver()
    this.smtp.received = []
  }

  async seatOf(name: Name) {
    const { data } = await this.as(
      'ola',
      'GET',
      `participants?roomId=${this.roomId}&userId=${this.person[name].id}`
    )
    return data[0].id as string
  }

  /** The time of every mail that waits has come; resolves when there is nothing left to do. */
  async deliver() {
    await this.read()
    await this.comesDue()
    await this.until(async () => !(await this.db('mailWindows').whereNull('closedAt').first('id')))
  }

  async comesDue() {
    await this.db('graphile_worker._private_jobs').update({ run_at: new Date() })
  }

  /** Until the mail room has read all that happened. */
  read() {
    return this.until(async () => {
      const { rows } = await this.db.raw(
        `select 1 where not exists (select 1 from "journalPending")
           and (select seq from "mailPlace") = (select coalesce(max(seq), 0) from feed)`
      )
      return rows.length > 0
    })
  }

  async until(isSo: () => Promise<boolean>) {
    while (!(await isSo())) await setTimeout(50)
  }

  async #moveIn() {
    const code = await this.server.setupCode()
    const owner = {
      code,
      firm: 'Dobry Fach',
      name: 'Ola Wrona',
      email: emailOf('ola'),
      password,
      locale: 'pl'
    }
    await new Person(this.server.app, this.server.base).ask('POST', 'setup', owner)
    await this.#enter('ola')
    const [a, b, c] = await Promise.all(
      ['Saldomiar', 'Rumiankowa 8', 'Iskrzak'].map((name) =>
        this.as('ola', 'POST', 'organizations', { name })
      )
    )
    this.parties = { a: `client:${a.id}`, b: `client:${b.id}`, c: `partner:${c.id}` }
    await this.#letIn('jan', 'Jan Sikora', { zone: 'staff', role: 'member' })
    await this.#letIn('kasia', 'Kasia Wilk', { zone: 'client', organizationId: a.id })
    await this.#letIn('tomek', 'Tomek Rak', { zone: 'client', organizationId: a.id })
    await this.#letIn('piotr', 'Piotr Maj', { zone: 'client', organizationId: b.id, locale: 'en' })
    await this.#letIn('marek', 'Marek Cis', { zone: 'partner', organizationId: c.id })
  }

  async #letIn(name: Name, fullName: string, more: object) {
    await this.as('ola', 'POST', 'users', {
      name: fullName,
      email: emailOf(name),
      password,
      locale: 'pl',
      ...more
    })
    await this.#enter(name)
  }

  async #enter(name: Name) {
    this.person[name] = await this.server.signIn(emailOf(name), password)
  }
}
