import assert from 'node:assert/strict'
import { refuseUnguarded } from '../../server/hooks/guard.ts'
import { startTestServer, type Person } from '../support/server.ts'

describe('a room shared by two clients and a partner', () => {
  let server: Awaited<ReturnType<typeof startTestServer>>
  let ola: Person, kasia: Person, piotr: Person, marek: Person
  let roomId: string

  before(async () => {
    server = await startTestServer({ demo: true })
    const person = (email: string) => server.signIn(email, 'strefa-demo')
    ola = await person('ola@firma.example')
    kasia = await person('kasia@klient-a.example')
    piotr = await person('piotr@klient-b.example')
    marek = await person('marek@partner-a.example')
    for (const each of [ola, kasia, piotr, marek]) await each.listen()
    const users = [kasia, piotr, marek]
    const { body } = await ola.ask('POST', 'tasks', {
      title: 'Próba',
      internalNotes: 'sekret',
      estimate: 100,
      participants: users.map(({ id }) => ({ userId: id, role: 'notified' }))
    })
    roomId = body.id
    for (const each of users) await each.hears('tasks created', (data) => data.id === roomId)
  })

  after(() => server.stop())

  const say = async (who: Person, data: object) =>
    (await who.ask('POST', 'comments', { roomId, ...data })).body
  const titles = (who: Person, name: string) =>
    who.heard.filter((event) => event.name === name).map(({ data }) => data.body ?? data.id)
  const party = async (email: string) => {
    const { body } = await ola.ask('GET', `users?search=${email}`)
    return `${body.data[0].zone}:${body.data[0].organizationId}`
  }

  it('tells each side what was meant for it and nothing else', async () => {
    await say(ola, { body: 'wewnętrzny' })
    await say(ola, { body: 'klienci', audience: ['client'] })
    await say(ola, { body: 'partnerzy', audience: ['partner'] })
    await say(ola, { body: 'jedna firma', audience: [await party('Piotr')] })
    const last = await say(ola, { body: 'wszyscy', audience: ['client', 'partner'] })
    for (const each of [ola, kasia, piotr, marek])
      await each.hears('comments created', (data) => data.id === last.id)
    assert.deepEqual(titles(kasia, 'comments created'), ['klienci', 'wszyscy'])
    assert.deepEqual(titles(piotr, 'comments created'), ['klienci', 'jedna firma', 'wszyscy'])
    assert.deepEqual(titles(marek, 'comments created'), ['partnerzy', 'wszyscy'])
    assert.deepEqual(titles(ola, 'comments created'), [
      'wewnętrzny',
      'klienci',
      'partnerzy',
      'jedna firma',
      'wszyscy'
    ])
    for (const each of [kasia, piotr, marek])
      for (const { data } of each.heard)
        assert.ok(!('audience' in data) && !('internalNotes' in data) && !('estimate' in data))
  })

  it('retracts what is narrowed, shows what is widened, and catches up alike', async () => {
    const { cursor } = await kasia.call('find', 'journal', {})
    const comment = await say(ola, { body: 'przemyślane', audience: ['client'] })
    await ola.ask('PATCH', `comments/${comment.id}`, { audience: [] })
    await kasia.hears('comments removed', (data) => data.id === comment.id)
    assert.equal((await kasia.ask('GET', `comments/${comment.id}`)).status, 404)
    const removed = await kasia.call('find', 'journal', { since: cursor })
    assert.deepEqual(removed.data, [
      { service: 'comments', event: 'removed', data: { id: comment.id, roomId } }
    ])
    await ola.ask('PATCH', `comments/${comment.id}`, { audience: ['client'] })
    const shownAgain = () =>
      kasia.heard.filter(({ name, data }) => name === 'comments created' && data.id === comment.id)
    await kasia.hears('comments created', () => shownAgain().length > 1)
    const shown = await kasia.call('find', 'journal', { since: removed.cursor })
    assert.deepEqual(
      shown.data.map(({ event, data }: any) => [event, data.body]),
      [['created', 'przemyślane']]
    )
  })

  it('refuses a forged audience, and keeps a reply within its parent', async () => {
    assert.equal(
      (await kasia.ask('POST', 'comments', { roomId, body: 'x', audience: ['partner'] })).status,
      400
    )
    assert.equal((await kasia.ask('POST', 'comments', { roomId, body: 'x', authorId: ola.id })).status, 400)
    const parent = await say(ola, { body: 'tylko partnerzy', audience: ['partner'] })
    assert.equal(
      (await kasia.ask('POST', 'comments', { roomId, body: 'x', parentId: parent.id })).status,
      404
    )
    assert.equal(
      (await marek.ask('POST', 'comments', { roomId, body: 'tak', parentId: parent.id })).status,
      201
    )
    assert.equal(
      (await ola.ask('POST', 'comments', { roomId, body: 'x', parentId: parent.id, audience: ['client'] }))
        .status,
      400
    )
  })

  it('knows no internal field for externals, in a filter or a sort', async () => {
    assert.equal((await kasia.ask('GET', 'tasks?estimate=100')).status, 400)
    assert.equal((await kasia.ask('GET', 'tasks?$sort[internalUpdatedAt]=1')).status, 400)
    assert.equal((await ola.ask('GET', 'tasks?$sort[internalUpdatedAt]=1')).status, 200)
  })

  it('makes one record of a repeated request', async () => {
    const requestId = '5f0c1de2-98b0-4a3e-9f35-1f6c3a0c8a11'
    const [first, again] = await Promise.all(
      [1, 2].map(() => kasia.ask('POST', 'comments', { roomId, body: 'raz', requestId }))
    )
    assert.equal(first!.body.id, again!.body.id)
    assert.equal((await kasia.ask('POST', 'comments', { roomId, body: 'dwa', requestId })).status, 409)
  })

  it('closes the room with one word for whoever leaves it', async () => {
    const { body } = await ola.ask('GET', `participants?roomId=${roomId}&userId=${piotr.id}`)
    await ola.ask('DELETE', `participants/${body.data[0].id}`)
    await piotr.hears('tasks removed', (data) => data.id === roomId)
    assert.equal((await piotr.ask('GET', `comments?roomId=${roomId}`)).body.total, 0)
    assert.equal((await piotr.ask('GET', `tasks/${roomId}`)).status, 404)
    assert.equal((await kasia.ask('GET', `tasks/${roomId}`)).status, 200)
  })

  it('closes the sockets of a session that ends', async () => {
    const closed = new Promise((resolve) => marek.socket!.on('disconnect', resolve))
    await marek.ask('DELETE', 'sessions/current')
    assert.equal(await closed, 'io server disconnect')
    assert.equal((await marek.ask('GET', 'tasks')).status, 401)
  })

  it('does not start with a service that nobody guards', () => {
    server.app.use('loose' as any, { find: async () => [] } as any, { methods: ['find'] } as any)
    assert.throws(() => refuseUnguarded(server.app), /loose/)
    delete (server.app.services as any).loose
  })
})
