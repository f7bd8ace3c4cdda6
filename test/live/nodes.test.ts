import assert from 'node:assert/strict'
import { createTestDatabase } from '../support/database.ts'
import { startTestServer, type Person } from '../support/server.ts'

describe('two nodes over one database', () => {
  let nodes: Awaited<ReturnType<typeof startTestServer>>[]
  let ola: Person, kasia: Person

  before(async () => {
    const { url } = await createTestDatabase()
    const first = await startTestServer({ databaseUrl: url, demo: true })
    nodes = [first, await startTestServer({ databaseUrl: url, demo: true })]
    ola = await nodes[0]!.signIn('ola@firma.example', 'strefa-demo')
    kasia = await nodes[1]!.signIn('kasia@klient-a.example', 'strefa-demo')
    await kasia.listen()
  })

  after(() => Promise.all(nodes.map((node) => node.stop())))

  it('tell of what was written at the other, once', async () => {
    const participants = [{ userId: kasia.id, role: 'notified' }]
    const room = (await ola.ask('POST', 'tasks', { title: 'Dwa węzły', participants })).body
    await kasia.hears('tasks created', ({ id }) => id === room.id)
    for (const body of ['jeden', 'dwa', 'trzy'])
      await ola.ask('POST', 'comments', { roomId: room.id, body, audience: ['client'] })
    await kasia.hears('comments created', ({ body }) => body === 'trzy')
    const bodies = kasia.heard.filter(({ name }) => name === 'comments created').map(({ data }) => data.body)
    assert.deepEqual(bodies, ['jeden', 'dwa', 'trzy'])
  })

  it('close a socket when its session ends at the other', async () => {
    const closed = new Promise((resolve) => kasia.socket!.on('disconnect', resolve))
    assert.equal((await ola.ask('PATCH', `users/${kasia.id}`, { active: false })).status, 200)
    assert.equal(await closed, 'io server disconnect')
  })

  it('migrate and load the demo firm at the same moment without getting in each other’s way', async () => {
    const { url } = await createTestDatabase()
    const twins = await Promise.all([1, 2].map(() => startTestServer({ databaseUrl: url, demo: true })))
    const users = await twins[0]!.app.get('db')('users').count('* as n').first()
    assert.equal(Number(users?.n), 11)
    await Promise.all(twins.map((twin) => twin.stop()))
  })
})
