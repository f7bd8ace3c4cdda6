import assert from 'node:assert/strict'
import { startTestServer, type Person } from '../support/server.ts'

const PASSWORD = 'strefa-demo'

describe('people who come, go and change', () => {
  let server: Awaited<ReturnType<typeof startTestServer>>
  let ola: Person, jan: Person, kasia: Person, piotr: Person, tomek: Person, marek: Person
  let roomId: string

  const person = async (email: string) => {
    const someone = await server.signIn(email, PASSWORD)
    await someone.listen()
    return someone
  }
  const seat = (userId: string) => ola.ask('POST', 'participants', { roomId, userId, role: 'notified' })
  const party = async ({ id }: Person) => {
    const { zone, organizationId } = (await ola.ask('GET', `users/${id}`)).body
    return `${zone}:${organizationId}`
  }
  const say = async (body: string, audience: string[]) =>
    (await ola.ask('POST', 'comments', { roomId, body, audience })).body
  const bodiesHeard = (who: Person) => who.heard.flatMap(({ data }) => data.body ?? [])

  before(async () => {
    server = await startTestServer({ demo: true })
    ola = await person('ola@firma.example')
    jan = await person('jan@firma.example')
    kasia = await person('kasia@klient-a.example')
    piotr = await person('piotr@klient-b.example')
    tomek = await person('tomek@klient-a.example')
    marek = await person('marek@partner-a.example')
    roomId = (await ola.ask('POST', 'tasks', { title: 'Ludzie' })).body.id
    const outsiders = [kasia, piotr, tomek, marek]
    for (const { id } of outsiders) await seat(id)
    for (const each of outsiders) await each.hears('tasks created', ({ id }) => id === roomId)
  })

  after(() => server.stop())

  it('are seen in a room, and writing there, only by those who may know of it', async () => {
    const present = (who: Person, typing: object | null = null) =>
      who.call('create', 'presence', { roomId, typing })
    const seen = (who: Person, userId: string, typing: boolean) =>
      who.hears('presence patched', ({ people }) =>
        people.some(
          (one: { userId: string; typing: boolean }) => one.userId === userId && one.typing === typing
        )
      )
    await seat(ola.id)
    for (const each of [jan, kasia, piotr, ola]) await present(each)
    await seen(kasia, ola.id, false)
    await present(ola, { audience: [] })
    await seen(jan, ola.id, true)
    await present(ola, { audience: [await party(piotr)] })
    await seen(piotr, ola.id, true)
    await present(ola, { audience: ['client'] })
    await seen(kasia, ola.id, true)
    const told = (who: Person) => who.heard.filter(({ name }) => name === 'presence patched')
    const olaSeen = told(kasia).map(({ data }) => data.people)
    assert.deepEqual(olaSeen, [[], [{ userId: ola.id, typing: false }], [{ userId: ola.id, typing: true }]])
    const strangers = (who: Person, other: Person) =>
      told(who).some(({ data }) => data.people.some(({ userId }: { userId: string }) => userId === other.id))
    assert.ok(!strangers(kasia, piotr) && !strangers(piotr, kasia))
    assert.ok(strangers(jan, piotr) && strangers(jan, kasia))
  })

  it('tell a socket nothing more of whoever sat there before', async () => {
    const before = await say('tylko dla Kasi', [await party(kasia)])
    await kasia.hears('comments created', ({ id }) => id === before.id)
    const account = { strategy: 'local', email: 'piotr@klient-b.example', password: PASSWORD }
    await kasia.call('create', 'authentication', account)
    await say('znów tylko dla Kasi', [await party(kasia)])
    const after = await say('tylko dla Piotra', [await party(piotr)])
    await kasia.hears('comments created', ({ id }) => id === after.id)
    assert.deepEqual(bodiesHeard(kasia), ['tylko dla Kasi', 'tylko dla Piotra'])
    const found = await kasia.call('find', 'comments', { roomId })
    assert.deepEqual(
      found.data.map(({ body }: { body: string }) => body),
      ['tylko dla Piotra']
    )
  })

  it('end every session of a person who is deactivated', async () => {
    const closed = new Promise((resolve) => tomek.socket!.on('disconnect', resolve))
    assert.equal((await ola.ask('PATCH', `users/${tomek.id}`, { active: false })).status, 200)
    assert.equal(await closed, 'io server disconnect')
    assert.equal((await tomek.ask('GET', 'tasks')).status, 401)
    const account = { strategy: 'local', email: 'tomek@klient-a.example', password: PASSWORD }
    assert.equal((await tomek.ask('POST', 'authentication', account)).status, 401)
    assert.equal((await ola.ask('PATCH', `users/${tomek.id}`, { active: true })).status, 200)
    assert.equal((await tomek.ask('POST', 'authentication', account)).status, 201)
  })

  it('leave every room behind when they move to another organization', async () => {
    const { zone, organizationId } = (await ola.ask('GET', `users/${piotr.id}`)).body
    const own = (await marek.ask('POST', 'comments', { roomId, body: 'moje słowo' })).body
    const closed = new Promise((resolve) => marek.socket!.on('disconnect', resolve))
    assert.equal((await ola.ask('PATCH', `users/${marek.id}`, { zone, organizationId })).status, 200)
    await closed
    await jan.hears('participants removed', (data) => data.roomId === roomId)
    marek = await person('marek@partner-a.example')
    assert.equal((await marek.ask('GET', 'tasks')).body.total, 0)
    assert.equal((await marek.ask('GET', `comments/${own.id}`)).status, 404)
    await seat(marek.id)
    await marek.hears('tasks created', ({ id }) => id === roomId)
    assert.equal((await marek.ask('GET', `comments/${own.id}`)).status, 404)
    assert.equal((await ola.ask('GET', `comments/${own.id}`)).status, 200)
  })
})
