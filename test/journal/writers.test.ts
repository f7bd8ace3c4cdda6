import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import type { Transaction } from '../../server/database/index.ts'
import type { Viewer } from '../../server/policy/viewer.ts'
import { plain, Screen } from '../support/screen.ts'
import { startTestServer, type Person } from '../support/server.ts'

describe('the journal under many writers', () => {
  let server: Awaited<ReturnType<typeof startTestServer>>
  let ola: Person, kasia: Person
  let roomId: string

  before(async () => {
    server = await startTestServer({ demo: true })
    ola = await server.signIn('ola@firma.example', 'strefa-demo')
    kasia = await server.signIn('kasia@klient-a.example', 'strefa-demo')
    for (const each of [ola, kasia]) await each.listen()
    const participants = [{ userId: kasia.id, role: 'notified' }]
    roomId = (await ola.ask('POST', 'tasks', { title: 'Tłok', participants })).body.id
    await kasia.hears('tasks created', ({ id }) => id === roomId)
  })

  after(() => server.stop())

  const db = () => server.app.get('db')
  const viewerOf = async (person: Person): Promise<Viewer> =>
    db()('users').where({ id: person.id }).first('id', 'zone', 'role', 'organizationId', 'locale')
  const sayIn = async (trx: Transaction, body: string): Promise<{ id: string }> =>
    server.app
      .service('comments')
      .create({ roomId, body, audience: ['client'] }, { viewer: await viewerOf(ola), trx } as never)
  const say = async (body: string) =>
    (await ola.ask('POST', 'comments', { roomId, body, audience: ['client'] })).body
  const bodiesHeard = () => kasia.heard.flatMap(({ data }) => data.body ?? [])
  const entriesOf = (recordId: string) => db()('journal').where({ recordId })

  it('loses nothing of twenty who commit out of turn, and keeps the order of each record', async () => {
    const screens = [new Screen(ola), new Screen(kasia)]
    for (const screen of screens) await screen.open()
    const writers = Array.from({ length: 20 }, async (_, writer) => {
      const viewer = await viewerOf(writer % 2 ? ola : kasia)
      const audience = viewer.zone === 'staff' ? { audience: ['client'] } : {}
      const comments = server.app.service('comments')
      const slowly = <T>(work: (trx: Transaction) => Promise<T>) =>
        db().transaction(async (trx) => {
          const made = await work(trx)
          await wait(Math.random() * 30)
          return made
        })
      const made: any = await slowly((trx) =>
        comments.create({ roomId, body: `${writer}:0`, ...audience }, { viewer, trx } as never)
      )
      for (let turn = 1; turn <= 5; turn++)
        await slowly((trx) =>
          comments.patch(made.id, { body: `${writer}:${turn}` }, { viewer, trx } as never)
        )
    })
    await Promise.all(writers)
    const last = await say('po wszystkich')
    for (const screen of screens) {
      await screen.person.hears('comments created', ({ id }) => id === last.id)
      await screen.settled()
      assert.deepEqual(plain(screen.held), plain(await screen.fetch()))
    }
    const comments = await kasia.call('find', 'comments', { roomId, $limit: 200 })
    const ends = comments.data.filter(({ body }: { body: string }) => body.endsWith(':5'))
    assert.equal(ends.length, 20)
    for (let writer = 0; writer < 20; writer++) {
      const turns = bodiesHeard().filter((body: string) => body.startsWith(`${writer}:`))
      assert.deepEqual(turns, turns.toSorted())
      assert.equal(turns.at(-1), `${writer}:5`)
    }
  })

  it('goes on beside a transaction that stays open, and brings what it held when it commits', async () => {
    const held = await db().transaction()
    const late = await sayIn(held, 'długo trzymane')
    for (const body of ['jeden', 'dwa']) {
      const next = await say(body)
      await kasia.hears('comments created', ({ id }) => id === next.id)
    }
    assert.ok(!bodiesHeard().includes('długo trzymane'))
    await held.commit()
    await kasia.hears('comments created', ({ id }) => id === late.id)
    assert.equal(bodiesHeard().filter((body: string) => body === 'długo trzymane').length, 1)
  })

  it('says nothing of what was rolled back, whole or in part', async () => {
    const undone: { id: string }[] = []
    await assert.rejects(
      db().transaction(async (trx) => {
        undone.push(await sayIn(trx, 'cofnięte'))
        throw new Error('on second thoughts')
      }),
      /second thoughts/
    )
    const kept = await db().transaction(async (trx) => {
      await assert.rejects(
        trx.transaction(async (inner) => {
          undone.push(await sayIn(inner, 'cofnięte w środku'))
          throw new Error('on second thoughts')
        }),
        /second thoughts/
      )
      return sayIn(trx, 'zostaje')
    })
    await kasia.hears('comments created', ({ id }) => id === kept.id)
    const after = await say('i jeszcze')
    await kasia.hears('comments created', ({ id }) => id === after.id)
    assert.deepEqual(
      bodiesHeard().filter((body: string) => body.startsWith('cofnięte')),
      []
    )
    for (const { id } of undone) assert.equal((await entriesOf(id)).length, 0)
    assert.equal((await entriesOf(kept.id)).length, 1)
  })

  it('cannot be rewritten, whoever asks the database', async () => {
    for (const table of ['journal', 'feed']) {
      const column = table === 'journal' ? { changed: [] } : { position: 1 }
      await assert.rejects(db()(table).update(column), /append-only/)
      await assert.rejects(db()(table).delete(), /append-only/)
      await assert.rejects(db().raw('truncate ?? cascade', [table]), /append-only/)
    }
    assert.ok(Number((await db()('journal').count('* as n').first())?.n) > 0)
  })
})
