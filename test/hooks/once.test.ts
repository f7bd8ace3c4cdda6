import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { startTestServer, type Person } from '../support/server.ts'

describe('a create with a requestId', () => {
  let server: Awaited<ReturnType<typeof startTestServer>>
  let ola: Person, kasia: Person
  let roomId: string, requestId: string

  before(async () => {
    server = await startTestServer({ demo: true })
    ola = await server.signIn('ola@firma.example', 'strefa-demo')
    kasia = await server.signIn('kasia@klient-a.example', 'strefa-demo')
    const participants = [{ userId: kasia.id, role: 'notified' }]
    roomId = (await ola.ask('POST', 'tasks', { title: 'Powtórki', participants })).body.id
  })
  beforeEach(() => void (requestId = randomUUID()))
  after(() => server.stop())

  const say = (who: Person, data: object = {}) =>
    who.ask('POST', 'comments', { roomId, body: 'raz', requestId, ...data })
  const said = async () => (await ola.ask('GET', `comments?roomId=${roomId}&$limit=0`)).body.total

  it('happens once, however many ask at the same moment', async () => {
    const before = await said()
    const answers = await Promise.all(Array.from({ length: 8 }, () => say(kasia)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201])
    assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1)
    assert.equal(await said(), before + 1)
  })

  it('answers a repeat with the record as it is now', async () => {
    const first = await say(kasia)
    await kasia.ask('PATCH', `comments/${first.body.id}`, { body: 'raz, poprawione' })
    assert.equal((await say(kasia)).body.body, 'raz, poprawione')
  })

  it('is a conflict when it comes with other content, or for another kind of record', async () => {
    await say(kasia)
    assert.equal((await say(kasia, { body: 'dwa' })).status, 409)
    const link = { roomId, url: 'https://example.com', requestId }
    assert.equal((await kasia.ask('POST', 'links', link)).status, 409)
  })

  it('belongs to its author: another person may use the same id', async () => {
    const mine = await say(kasia)
    const theirs = await say(ola)
    assert.equal(theirs.status, 201)
    assert.notEqual(theirs.body.id, mine.body.id)
  })

  it('answers 404 when its record is no longer in sight', async () => {
    const { body } = await say(kasia)
    assert.equal((await kasia.ask('DELETE', `comments/${body.id}`)).status, 200)
    assert.equal((await say(kasia)).status, 404)
  })

  it('leaves nothing behind when it fails, so that it can be tried again', async () => {
    assert.equal((await say(kasia, { parentId: randomUUID() })).status, 404)
    assert.equal((await say(kasia)).status, 201)
  })
})
