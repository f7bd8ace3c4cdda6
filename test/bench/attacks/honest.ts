/** What honest people wait for while somebody attacks. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { Person } from '../../support/server.ts'
import { content, upload } from '../../support/upload.ts'

/** Milliseconds. */
export interface Waits {
  /** The slowest of pages asked for all the time. */
  page: number
  signIn: number
  picture: number
  /** From the request to the mail that brings a new password. */
  mail: number
}

const PASSWORD = 'strefa-demo'

export class Honest {
  #person: Person
  #base: string
  #outbox: string
  #roomId: string

  constructor(person: Person, base: string, dataDir: string, roomId: string) {
    this.#person = person
    this.#base = base
    this.#outbox = join(dataDir, 'outbox')
    this.#roomId = roomId
  }

  /** Asks for pages until `over`, and once for each of the others. */
  async waits(over: Promise<unknown>): Promise<Waits> {
    let isOver = false
    void over.finally(() => (isOver = true)).catch(() => {})
    const once = Promise.all([this.#signIn(), this.#picture(), this.#mail()])
    let page = 0
    while (!isOver) {
      page = Math.max(page, await this.#timed(() => taken(this.#person.ask('GET', 'tasks?$limit=20'))))
      await pause(50)
    }
    const [signIn, picture, mail] = await once
    return { page, signIn, picture, mail }
  }

  #signIn = () =>
    this.#timed(() => Person.signIn(undefined as never, this.#base, 'jan@firma.example', PASSWORD))

  async #picture() {
    const bytes = await sharp({ create: { width: 1200, height: 900, channels: 3, background: 'teal' } })
      .png()
      .toBuffer()
    const file = await persist(async () => {
      const uploadId = await upload(this.#person, bytes)
      return taken(this.#person.ask('POST', 'files', { roomId: this.#roomId, uploadId, name: 'plan.png' }))
    })
    return this.#timed(() => taken(content(this.#person, `${file.body.id}/preview`)))
  }

  /** One address may be asked for a few times an hour only. */
  async #mail() {
    const email = addresses.shift()!
    addresses.push(email)
    const before = await this.#mailsTo(email)
    return this.#timed(async () => {
      await taken(this.#person.ask('POST', 'keys', { email }))
      while ((await this.#mailsTo(email)) === before) await pause(50)
    })
  }

  async #mailsTo(email: string) {
    const names = await readdir(this.#outbox).catch(() => [])
    const mails = names.filter((name) => name.endsWith('.eml'))
    const texts = await Promise.all(mails.map((name) => readFile(join(this.#outbox, name), 'utf8')))
    return texts.filter((text) => text.includes(email)).length
  }

  async #timed(work: () => Promise<unknown>) {
    const began = performance.now()
    await persist(work)
    return performance.now() - began
  }
}

const addresses = ['tomek@klient-a.example', 'kasia@klient-a.example', 'marek@partner-a.example']

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function taken<T extends { status: number }>(answer: Promise<T>): Promise<T> {
  const { status } = await answer
  if (status >= 400) throw new Error(`It was answered with ${status}.`)
  return answer
}

/** What was cut off or refused is tried again, as people do. */
async function persist<T>(work: () => Promise<T>): Promise<T> {
  for (;;)
    try {
      return await work()
    } catch {
      await pause(100)
    }
}
