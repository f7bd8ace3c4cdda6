import assert from 'node:assert/strict'
import { type Person, startTestServer } from '../../support/server.ts'

describe('a reaction', () => {
  let server: Awaited<ReturnType<typeof startTestServer>>
  let ola: Person, kasia: Person, tomek: Person
  let roomId: string
  let commentId: string

  before(async () => {
    server = await startTestServer({ demo: true })
    ola = await server.signIn('ola@firma.example', 'strefa-demo')
    kasia = await server.signIn('kasia@klient-a.example', 'strefa-demo')
    tomek = await server.signIn('tomek@klient-a.example', 'strefa-demo')
    for (const each of [ola, kasia, tomek]) await each.listen()
    const participants = [kasia, tomek].map(({ id }) => ({ userId: id, role: 'notified' }))
    roomId = (await ola.ask('POST', 'tasks', { title: 'Znaki', participants })).body.id
  })
  beforeEach(async () => {
    const { body } = await ola.ask('POST', 'comments', { roomId, body: 'Gotowe', audience: ['client'] })
    commentId = body.id
  })
  after(() => server.stop())

  const react = (who: Person, sign = 'agreed') => who.ask('POST', 'reactions', { commentId, sign })
  const under = async (who: Person) => (await who.ask('GET', `reactions?commentId=${commentId}`)).body.data

  it('is told live, and taken back by whoever set it', async () => {
    const { body } = await react(kasia)
    await tomek.hears('reactions created', ({ id, sign }) => id === body.id && sign === 'agreed')
    assert.equal((await tomek.ask('DELETE', `reactions/${body.id}`)).status, 403)
    assert.equal((await kasia.ask('DELETE', `reactions/${body.id}`)).status, 200)
    for (const each of [ola, tomek]) await each.hears('reactions removed', ({ id }) => id === body.id)
    assert.deepEqual(await under(ola), [])
  })

  it('stands once, however often it is set', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => react(kasia)))
    assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1)
    await react(kasia, 'great')
    await react(ola)
    assert.deepEqual(
      (await under(tomek)).map(({ sign }: any) => sign).sort(),
      ['great', 'agreed', 'agreed'].sort()
    )
  })

  it('is one of a few signs', async () => {
    assert.equal((await react(kasia, 'bomb')).status, 400)
    assert.equal(
      (await kasia.ask('POST', 'reactions', { commentId, sign: 'agreed', audience: [] })).status,
      400
    )
  })

  it('goes and comes back with its comment', async () => {
    await react(kasia)
    await ola.ask('DELETE', `comments/${commentId}`)
    assert.deepEqual(await under(ola), [])
    await ola.ask('POST', 'restorations', { service: 'comments', id: commentId })
    for (const each of [ola, tomek]) assert.equal((await under(each)).length, 1)
  })

  it('is neither news for an inbox nor an event of the history', async () => {
    const told = async () => [
      (await ola.ask('GET', 'notifications')).body.total,
      (await ola.ask('GET', `timeline?roomId=${roomId}`)).body.total,
      (await ola.ask('GET', 'reads')).body.data.find((read: any) => read.roomId === roomId)?.unread
    ]
    const before = await told()
    await react(kasia)
    assert.deepEqual(await told(), before)
  })
})
