import type { Person } from './server.ts'

type Row = { id: string; roomId?: string }
export const lists = [
  'tasks',
  'sales-activities',
  'participants',
  'comments',
  'links',
  'files',
  'reactions',
  'decisions',
  'news'
] as const
const rooms = ['tasks', 'sales-activities']

/** What an open page holds: fetched once, then kept by events and, after an absence, by catch-up. */
export class Screen {
  person: Person
  held = new Map<string, Map<string, Row>>()
  cursor = ''
  stream: unknown[] = []
  #work: Promise<unknown> = Promise.resolve()

  constructor(person: Person) {
    this.person = person
  }

  async open() {
    this.cursor = (await this.person.call('find', 'journal', {})).cursor
    this.held = await this.fetch()
    this.watch()
  }

  watch() {
    this.person.socket!.onAny((name: string, data: Row, meta?: { cursor: string }) => {
      const [service, event] = name.split(' ') as [string, string]
      if (!meta?.cursor) return
      this.cursor = meta.cursor
      this.stream.push([name, data])
      this.#work = this.#work.then(() => this.apply(service, event, data))
    })
  }

  /** What has arrived is dealt with first: a question asked over a closed socket is never answered. */
  async leave() {
    await this.settled()
    this.person.socket!.disconnect()
  }

  async comeBack() {
    await this.settled()
    await this.person.listen()
    this.watch()
    await this.catchUp()
  }

  async catchUp() {
    const missed = await this.person.call('find', 'journal', { since: this.cursor })
    this.cursor = missed.cursor
    if (missed.reset) this.held = await this.fetch()
    for (const { service, event, data } of missed.data) await this.apply(service, event, data)
    return missed.data
  }

  async apply(service: string, event: string, data: Row) {
    const list = this.held.get(service)
    if (!list) return
    if (event !== 'removed') list.set(data.id, data)
    else list.delete(data.id)
    if (!rooms.includes(service)) return
    if (event === 'removed') this.#drop(data.id)
    if (event === 'created') {
      this.#drop(data.id)
      for (const name of ['participants', 'comments', 'links', 'files', 'reactions', 'decisions'])
        for (const row of await this.#all(name, data.id)) this.held.get(name)!.set(row.id, row)
    }
  }

  #drop(roomId: string) {
    for (const rows of this.held.values())
      for (const row of rows.values()) if (row.roomId === roomId) rows.delete(row.id)
  }

  async settled() {
    let seen
    do await (seen = this.#work)
    while (seen !== this.#work)
  }

  async fetch() {
    const held = new Map<string, Map<string, Row>>()
    for (const name of lists) held.set(name, new Map((await this.#all(name)).map((row) => [row.id, row])))
    return held
  }

  async #all(name: string, roomId?: string): Promise<Row[]> {
    const rows: Row[] = []
    for (;;) {
      const query = { $limit: 200, $skip: rows.length, ...(roomId && { roomId }) }
      const page = await this.person.call('find', name, query)
      rows.push(...page.data)
      if (rows.length >= page.total || page.data.length === 0) return rows
    }
  }
}

/** In an order of its own, and without the author's own echo. */
export const plain = (held: Map<string, Map<string, Row>>) =>
  Object.fromEntries(
    [...held].map(([name, rows]) => [name, [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1))])
  )
