import assert from 'node:assert/strict'
import { startTestServer } from '../support/server.ts'

describe('the calendar', () => {
  let server: Awaited<ReturnType<typeof startTestServer>>

  before(async () => {
    server = await startTestServer({ demo: true })
  })
  after(() => server.stop())

  it('tells staff who from outside is in a dated room, and outsiders nothing of it', async () => {
    const [ola, kasia, marek] = await Promise.all(
      ['ola@firma', 'kasia@klient-a', 'marek@partner-a'].map((name) =>
        server.signIn(`${name}.example`, 'strefa-demo')
      )
    )
    const users = await Promise.all(
      [kasia, marek].map(async (who) => (await ola!.ask('GET', `users/${who!.id}`)).body)
    )
    const parties = users.map(({ zone, organizationId }) => `${zone}:${organizationId}`).sort()
    const { body: room } = await ola!.ask('POST', 'tasks', {
      title: 'Odbiór',
      dueAt: '2031-05-05',
      participants: users.map(({ id }) => ({ userId: id, role: 'notified' }))
    })
    const seen = async (who: typeof ola) =>
      (await who!.ask('GET', 'calendar?from=2031-05-01&to=2031-05-31')).body.data.find(
        ({ id }: any) => id === room.id
      )
    assert.deepEqual((await seen(ola)).parties, parties)
    assert.equal((await seen(kasia)).title, 'Odbiór')
    assert.ok(!('parties' in (await seen(kasia))))
  })
})
