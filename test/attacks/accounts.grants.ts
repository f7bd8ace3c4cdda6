import assert from 'node:assert/strict'
import { emailOf, Firm, type Name } from '../mail/firm.ts'
import { linkOf } from '../support/races.ts'
import { Person } from '../support/server.ts'

const password = 'dobre hasło'
const better = 'inne, jeszcze lepsze hasło'

describe('what a person granted', function () {
  this.timeout(60_000)
  let firm: Firm
  let made = 0

  before(async () => (firm = await Firm.open()))
  after(() => firm.close())
  beforeEach(async () => {
    await firm.as('ola', 'PATCH', `users/${idOf('jan')}`, { role: 'admin', active: true })
    firm.person.jan = await firm.server.signIn(emailOf('jan'), password)
  })

  const idOf = (name: Name) => firm.person[name].id
  const ask = (name: Name, method: string, path: string, data?: object) =>
    firm.person[name].ask(method, path, data)
  const open = (token: string | undefined) =>
    new Person(firm.server.app, firm.server.base).ask('POST', 'keys', { token, password: better })
  const invite = async (by: Name = 'jan') => {
    const invited = { name: 'Nowa Osoba', email: `nowa${++made}@example.com`, zone: 'staff', role: 'admin' }
    return firm.as(by, 'POST', 'invitations', invited)
  }
  const resetOf = async (name: Name) => {
    await firm
      .db('keys')
      .where({ userId: idOf(name) })
      .delete()
    const stranger = new Person(firm.server.app, firm.server.base)
    await stranger.ask('POST', 'keys', { email: emailOf(name) })
    return linkOf(firm, { userId: idOf(name) })
  }

  for (const change of [{ role: 'member' }, { active: false }])
    it(`as an administrator ends with their rights: an open invitation, ${JSON.stringify(change)}`, async () => {
      const { id, email } = await invite()
      const token = await linkOf(firm, { invitationId: id })
      await firm.person.ola.listen()
      await firm.as('ola', 'PATCH', `users/${idOf('jan')}`, change)
      await firm.person.ola.hears('invitations removed', (data) => data.id === id)
      assert.equal((await open(token)).status, 404)
      assert.equal((await ask('ola', 'GET', `invitations/${id}`)).status, 404)
      assert.deepEqual(await firm.db('users').where({ email }), [])
    })

  it('opens nothing even where the invitation was left standing, as it was before this rule', async () => {
    const { id } = await invite()
    const token = await linkOf(firm, { invitationId: id })
    await firm
      .db('users')
      .where({ id: idOf('jan') })
      .update({ role: 'member' })
    assert.equal((await open(token)).status, 404)
    await firm.as('ola', 'PATCH', `invitations/${id}`, { resend: true })
    assert.equal((await open(await linkOf(firm, { invitationId: id }))).status, 201)
  })

  it('stays where another administrator has confirmed it, and where nobody was dismissed', async () => {
    const { id } = await invite()
    await firm.as('ola', 'PATCH', `invitations/${id}`, { resend: true })
    const other = await invite('ola')
    await firm.as('ola', 'PATCH', `users/${idOf('jan')}`, { active: false })
    for (const invitation of [id, other.id])
      assert.equal((await open(await linkOf(firm, { invitationId: invitation }))).status, 201)
  })

  it('by a look through another’s eyes ends with it, its socket too', async () => {
    const { body } = await ask('jan', 'POST', 'views', { userId: idOf('kasia') })
    const look = new Person(firm.server.app, firm.server.base)
    look.token = body.accessToken
    assert.equal((await look.ask('GET', 'tasks')).status, 200)
    await look.listen()
    const closed = new Promise((resolve) => look.socket!.on('disconnect', resolve))
    await firm.as('ola', 'PATCH', `users/${idOf('jan')}`, { role: 'member' })
    assert.equal(await closed, 'io server disconnect')
    assert.equal((await look.ask('GET', 'tasks')).status, 401)
  })

  it('to a mailbox ends when the address, the password or the account changes: a link to a new password', async () => {
    const changes = [{ email: 'inny@example.com' }, { email: emailOf('marek') }, { password: better }]
    for (const change of [...changes, { password }, { active: false }]) {
      const email = (
        await firm
          .db('users')
          .where({ id: idOf('marek') })
          .first('email')
      ).email
      await firm
        .db('users')
        .where({ id: idOf('marek') })
        .update({ email: emailOf('marek') })
      const token = await resetOf('marek')
      await firm
        .db('users')
        .where({ id: idOf('marek') })
        .update({ email })
      await firm.as('ola', 'PATCH', `users/${idOf('marek')}`, change)
      assert.equal((await open(token)).status, 404, JSON.stringify(change))
    }
    await firm.as('ola', 'PATCH', `users/${idOf('marek')}`, { active: true })
    const token = await resetOf('marek')
    await firm.as('ola', 'PATCH', `users/${idOf('marek')}`, { title: 'Elektryk' })
    assert.equal((await open(token)).status, 201)
  })
})
