import assert from 'node:assert/strict'
import { Firm, emailOf, people } from '../../mail/firm.ts'

describe('the security log', () => {
  let firm: Firm

  before(async () => (firm = await Firm.open()))
  after(() => firm.close())

  const signIn = (email: string, password: string) =>
    fetch(`${firm.server.base}/api/authentication`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Przegladarka/1.0' },
      body: JSON.stringify({ strategy: 'local', email, password })
    })
  const log = async (query: string) => (await firm.as('ola', 'GET', `security-events?${query}`)).data

  it('keeps who signed in, whence, and what was tried in vain', async () => {
    const { id } = firm.person.kasia
    assert.equal((await signIn(emailOf('kasia'), 'nie to')).status, 401)
    assert.equal((await signIn(emailOf('kasia'), 'dobre hasło')).status, 201)
    const [last, before] = await log(`userId=${id}`)
    assert.equal(last.kind, 'signed-in')
    assert.equal(before.kind, 'sign-in-failed')
    assert.match(last.address, /127\.0\.0\.1|::1/)
    assert.match(last.agent, /^Przegladarka/)
  })

  it('keeps nothing of what was typed for somebody who is not here', async () => {
    assert.equal((await signIn('tajne-haslo-w-zlym-polu@x.example', 'też tajne')).status, 401)
    const [last] = await log('kind=sign-in-failed')
    assert.equal(last.userId, null)
    assert.doesNotMatch(JSON.stringify(await firm.db('securityEvents')), /tajne/)
  })

  it('tells changes of role with both people, and the looks of administrators', async () => {
    const jan = firm.person.jan.id
    await firm.as('ola', 'PATCH', `users/${jan}`, { role: 'admin' })
    await firm.as('ola', 'PATCH', `users/${jan}`, { role: 'member' })
    const [now, before] = await log(`kind=role-changed&userId=${jan}`)
    assert.deepEqual(now.details, { from: 'staff:admin', to: 'staff:member' })
    assert.deepEqual(before.details, { from: 'staff:member', to: 'staff:admin' })
    assert.equal(now.actorId, firm.person.ola.id)
    await firm.as('ola', 'POST', 'views', { userId: firm.person.kasia.id })
    const [look] = await log('kind=impersonation-started')
    assert.deepEqual([look.userId, look.actorId], [firm.person.kasia.id, firm.person.ola.id])
  })

  it('is the administrators’ alone, filtered by kind, person and time, page by page', async () => {
    for (const name of people)
      assert.equal((await firm.person[name].ask('GET', 'security-events')).status, 403)
    const all = await firm.as('ola', 'GET', 'security-events?$limit=1')
    assert.ok(all.total > 1)
    assert.equal(all.data.length, 1)
    const later = new Date(Date.now() + 60_000).toISOString()
    assert.deepEqual(await log(`at[$gt]=${later}`), [])
    assert.equal((await firm.person.ola.ask('GET', 'security-events?kind=nothing')).status, 400)
  })

  it('lets go of what is older than the firm keeps, and of nothing younger', async () => {
    const { expireSecurityEvents } = await import('../../../server/security/index.ts')
    const count = async () => Number((await firm.db('securityEvents').count('* as total').first())!.total)
    const young = await count()
    await firm.db('securityEvents').insert({ id: crypto.randomUUID(), at: '2020-01-01', kind: 'signed-in' })
    await expireSecurityEvents(firm.server.app)
    assert.equal(await count(), young)
  })
})
