import assert from 'node:assert/strict'
import { startTestServer, type Person } from '../../support/server.ts'

describe('a mention', () => {
  let server: Awaited<ReturnType<typeof startTestServer>>
  let ola: Person, jan: Person, kasia: Person, piotr: Person
  let roomId: string

  before(async () => {
    server = await startTestServer({ demo: true })
    const person = (email: string) => server.signIn(email, 'strefa-demo')
    ola = await person('ola@firma.example')
    jan = await person('jan@firma.example')
    kasia = await person('kasia@klient-a.example')
    piotr = await person('piotr@klient-b.example')
    const participants = [kasia, piotr].map(({ id }) => ({ userId: id, role: 'notified' }))
    roomId = (await ola.ask('POST', 'tasks', { title: 'Wołanie', participants })).body.id
    for (const each of [kasia, piotr]) await each.listen()
  })

  after(() => server.stop())

  const call = async (mentions: string[], audience = ['client']) =>
    ola.ask('POST', 'comments', { roomId, body: 'proszę zerknąć', audience, mentions })

  it('names a person of another party to nobody but their own side and the firm', async () => {
    const { body } = await call([jan.id, piotr.id])
    assert.deepEqual(body.mentions, [jan.id, piotr.id])
    for (const each of [kasia, piotr]) await each.hears('comments created', ({ id }) => id === body.id)
    const heard = (who: Person) => who.heard.find(({ data }) => data.id === body.id)!.data.mentions
    assert.deepEqual(heard(kasia), [jan.id])
    assert.deepEqual(heard(piotr), [jan.id, piotr.id])
    assert.deepEqual((await kasia.ask('GET', `comments/${body.id}`)).body.mentions, [jan.id])
    assert.deepEqual((await piotr.ask('GET', `comments/${body.id}`)).body.mentions, [jan.id, piotr.id])
    const kinds = async (who: Person) =>
      (await who.ask('GET', 'notifications')).body.data
        .filter(({ recordId }: { recordId: string }) => recordId === body.id)
        .map(({ kind }: { kind: string }) => kind)
    assert.deepEqual(await kinds(piotr), ['mention'])
    assert.deepEqual(await kinds(kasia), ['comment'])
  })

  it('changes with the words that call, and not without', async () => {
    const { body } = await call([kasia.id])
    const patch = (data: object) => ola.ask('PATCH', `comments/${body.id}`, data)
    assert.deepEqual((await patch({ mentions: [piotr.id] })).body.mentions, [kasia.id])
    const after = (await patch({ body: 'proszę spojrzeć', mentions: [piotr.id] })).body
    assert.deepEqual(after.mentions, [piotr.id])
    await kasia.hears('comments patched', ({ id }) => id === body.id)
    assert.deepEqual((await kasia.ask('GET', `comments/${body.id}`)).body.mentions, [])
  })

  it('is refused for whoever would not read it', async () => {
    assert.equal((await call([kasia.id], [])).status, 400)
    assert.equal((await call([kasia.id])).status, 201)
    const own = await kasia.ask('POST', 'comments', { roomId, body: 'Piotrze?', mentions: [piotr.id] })
    assert.equal(own.status, 400)
  })
})
