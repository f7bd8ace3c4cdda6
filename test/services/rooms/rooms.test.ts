import assert from 'node:assert/strict'
import { startTestServer, type Person } from '../../support/server.ts'

describe('asking for rooms', () => {
  let server: Awaited<ReturnType<typeof startTestServer>>
  let ola: Person, kasia: Person
  const titles = ['Pierwsza', 'Druga', 'Trzecia']

  before(async () => {
    server = await startTestServer({ demo: true })
    ola = await server.signIn('ola@firma.example', 'strefa-demo')
    kasia = await server.signIn('kasia@klient-a.example', 'strefa-demo')
    const seat = { userId: kasia.id, role: 'notified' }
    for (const [at, priority] of ['normal', 'high', 'low'].entries()) {
      const data = { title: `Kolejność ${titles[at]}`, priority, stage: ['offer', 'won', 'lead'][at] }
      const { status } = await ola.ask('POST', 'sales-activities', { ...data, participants: [seat] })
      assert.equal(status, 201)
    }
  })
  after(() => server.stop())

  const ask = (who: Person, query: string) => who.ask('GET', `sales-activities?search=kolejnosc&${query}`)
  const found = async (who: Person, query: string) =>
    (await ask(who, query)).body.data.map(({ title }: { title: string }) => title.split(' ')[1])

  it('ranks priorities and stages by their meaning, not by their letters', async () => {
    assert.deepEqual(await found(ola, '$sort[priority]=1'), ['Trzecia', 'Pierwsza', 'Druga'])
    assert.deepEqual(await found(ola, '$sort[priority]=-1'), ['Druga', 'Pierwsza', 'Trzecia'])
    assert.deepEqual(await found(ola, '$sort[stage]=1'), ['Trzecia', 'Pierwsza', 'Druga'])
    assert.deepEqual(await found(kasia, '$sort[priority]=1'), ['Trzecia', 'Pierwsza', 'Druga'])
  })

  it('orders names as one reads them, whatever collation the database has', async () => {
    for (const title of ['Żaluzje nazwane', 'łata nazwana', 'Zebra nazwana', 'Lada nazwana'])
      await ola.ask('POST', 'tasks', { title })
    const { body } = await ola.ask('GET', 'tasks?search=nazwan&$sort[title]=1')
    const names = body.data.map(({ title }: { title: string }) => title.split(' ')[0])
    assert.deepEqual(names, ['Lada', 'łata', 'Żaluzje', 'Zebra'])
  })

  it('goes on where the page before ended', async () => {
    const pages = [0, 1, 2].map((at) => found(ola, `$sort[priority]=1&$limit=1&$skip=${at}`))
    assert.deepEqual((await Promise.all(pages)).flat(), ['Trzecia', 'Pierwsza', 'Druga'])
  })

  for (const query of [
    'stage=won',
    'stage[$in][]=won',
    '$sort[stage]=1',
    'value[$gt]=1',
    '$sort[value]=1',
    'probability=50',
    'organizationId=null',
    'private=false'
  ])
    it(`lets staff ask by ${query}, and knows no such field for a client`, async () => {
      assert.equal((await ask(ola, query)).status, 200)
      const { status, body } = await ask(kasia, query)
      assert.equal(status, 400)
      assert.deepEqual(body.data.code, 'unknownField')
      const unknown = await ask(
        kasia,
        query.replace(/stage|value|probability|organizationId|private/, 'nowhere')
      )
      assert.equal(unknown.body.data.code, 'unknownField')
    })

  it("lets a client ask for their own part only, and never for another's", async () => {
    assert.equal((await found(kasia, `participantId=${kasia.id}`)).length, 3)
    assert.equal((await ask(kasia, `participantId=${ola.id}`)).status, 400)
    assert.equal((await ask(ola, `participantId=${kasia.id}`)).body.total, 3)
  })
})
