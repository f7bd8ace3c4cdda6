import assert from 'node:assert/strict'
import {
  seesOrganization,
  seesPerson,
  seesRoom,
  sideSeesNews,
  sideSeesParticipant,
  sideSeesRecord,
  visibleTo
} from '../../server/policy/rules.ts'
import { partyOf, sideOf, type Viewer } from '../../server/policy/viewer.ts'
import { startTestServer } from '../support/server.ts'

type Row = Record<string, any>

describe('the two forms of the policy', () => {
  let server: Awaited<ReturnType<typeof startTestServer>>
  let tables: Record<string, Row[]>
  let viewers: Viewer[]

  before(async () => {
    server = await startTestServer({ demo: true })
    const db = server.app.get('db')
    // There are few of these, and some of them have to be seen.
    const kept = db.union(['files', 'reactions', 'decisions'].map((name) => db(name).select('roomId')))
    await db('rooms')
      .whereIn('id', db('rooms').select('id').whereNotIn('id', kept).orderBy('id').limit(3))
      .update({ deletedAt: new Date() })
    await db('comments').whereRaw(`id::text < '2'`).update({ withdrawnAt: new Date() })
    await db('news')
      .whereIn('id', db('news').select('id').orderBy('publishedAt').limit(1))
      .update({ withdrawnAt: new Date() })
    const names =
      'rooms participants comments links files reactions decisions answers news users organizations'.split(
        ' '
      )
    tables = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await db(name)])))
    viewers = tables.users as Viewer[]
  })

  after(() => server.stop())

  const all = (name: string) => tables[name] as Row[]
  const record = (row: Row) => ({ withdrawn: Boolean(row.withdrawnAt), audience: row.audience })
  const room = (id: string) => {
    const row = all('rooms').find((row) => row.id === id) as Row
    const seats = all('participants').filter((seat) => seat.roomId === id)
    return {
      deleted: row.deletedAt !== null,
      private: row.private,
      participants: new Set(seats.map((seat) => seat.userId))
    }
  }
  /** What an answer stands and falls with is the question. */
  const asked = (row: Row) =>
    row.decisionId ? (all('decisions').find(({ id }) => id === row.decisionId) as Row) : row
  const person = (id: string) => all('users').find((row) => row.id === id) as Viewer
  const facts = (row: Row) => ({
    id: row.id,
    party: partyOf(row as Viewer),
    rooms: all('participants')
      .filter((seat) => seat.userId === row.id)
      .map((seat) => room(seat.roomId)),
    authored: ['comments', 'links', 'files', 'reactions', 'decisions', 'answers']
      .flatMap((table) => all(table))
      .filter((said) => said.authorId === row.id)
      .map(asked)
      .map((said) => ({ room: room(said.roomId), record: record(said) })),
    news: all('news')
      .filter((post) => post.authorId === row.id)
      .map(record)
  })

  const agree = async (service: string, table: string, sees: (viewer: Viewer, row: Row) => boolean) => {
    let seen = 0
    for (const viewer of viewers) {
      const rows = await server.app
        .get('db')(table)
        .select(`${table}.id`)
        .modify(visibleTo(viewer, service, table))
      const expected = all(table)
        .filter((row) => sees(viewer, row))
        .map((row) => row.id)
      assert.deepEqual(rows.map((row: Row) => row.id).sort(), expected.sort(), `${service} as ${viewer.id}`)
      seen += expected.length
    }
    assert.ok(seen > 0 && seen < all(table).length * viewers.length, `${service}: some see some`)
  }

  it('agree on rooms', () => agree('tasks', 'rooms', (viewer, row) => seesRoom(viewer, room(row.id))))

  for (const table of ['comments', 'links', 'files', 'reactions', 'decisions', 'answers'])
    it(`agree on ${table}`, () =>
      agree(
        table,
        table,
        (viewer, row) =>
          seesRoom(viewer, room(asked(row).roomId)) && sideSeesRecord(sideOf(viewer), record(asked(row)))
      ))

  it('agree on participants', () =>
    agree(
      'participants',
      'participants',
      (viewer, row) =>
        seesRoom(viewer, room(row.roomId)) &&
        sideSeesParticipant(sideOf(viewer), { party: partyOf(person(row.userId)) })
    ))

  it('agree on news', () => agree('news', 'news', (viewer, row) => sideSeesNews(sideOf(viewer), record(row))))
  it('agree on people', () => agree('users', 'users', (viewer, row) => seesPerson(viewer, facts(row))))
  it('agree on organizations', () =>
    agree('organizations', 'organizations', (viewer, row) => seesOrganization(viewer, row as { id: string })))
})
