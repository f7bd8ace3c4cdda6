import assert from 'node:assert/strict'
import { readLimits } from '../../server/config/limits.ts'
import { emailOf, Firm, type Name } from '../mail/firm.ts'
import { linkOf } from '../support/races.ts'
import { Person, startTestServer } from '../support/server.ts'

const strong = 'żółw okrąża Wawel nocą'
const weak = ['password1', 'qwertyuiop', 'haslo123', 'kowalska', 'Dobry Fach', 'Saldomiar1', 'aaaaaaaaaaaa']

describe('a password', function () {
  this.timeout(60_000)
  let firm: Firm
  let made = 0

  before(async () => {
    const limits = readLimits(() => undefined)
    firm = await Firm.open({ limits })
  })
  after(() => firm.close())

  const idOf = (name: Name) => firm.person[name].id
  const ask = (name: Name, method: string, path: string, data?: object) =>
    firm.person[name].ask(method, path, data)
  const stranger = () => new Person(firm.server.app, firm.server.base)
  const newcomer = () => ({
    ...{ name: 'Nowa Kowalska', email: `nowa${++made}@example.com`, zone: 'client' },
    organizationId: firm.parties.a.split(':')[1]
  })
  const refused = ({ status, body }: { status: number; body: any }) =>
    assert.deepEqual([status, body.data.code, body.data.errors[0].path], [400, 'weakPassword', 'password'])

  it('that is common, Polish, or holds the name or a firm is refused wherever one is set', async () => {
    const invitation = await firm.as('ola', 'POST', 'invitations', newcomer())
    const invited = await linkOf(firm, { invitationId: invitation.id })
    await stranger().ask('POST', 'keys', { email: emailOf('marek') })
    const reset = await linkOf(firm, { userId: idOf('marek') })
    for (const password of weak) refused(await ask('ola', 'POST', 'users', { ...newcomer(), password }))
    const password = 'password1'
    for (const token of [invited, reset]) refused(await stranger().ask('POST', 'keys', { token, password }))
    const own = { password, currentPassword: 'dobre hasło' }
    refused(await ask('tomek', 'PATCH', `users/${idOf('tomek')}`, own))
    refused(await ask('ola', 'PATCH', `users/${idOf('tomek')}`, { password }))
    for (const token of [invited, reset])
      assert.equal((await stranger().ask('POST', 'keys', { token, password: strong })).status, 201)
    assert.equal((await ask('ola', 'POST', 'users', { ...newcomer(), password: strong })).status, 201)
  })

  it('of the demo’s people goes on working in the demo', async () => {
    const demo = await startTestServer({ demo: true })
    await demo.signIn('ola@firma.example', 'strefa-demo')
    await demo.stop()
  })

  it('is told of by mail to its owner when it changes, in their language', async () => {
    await firm.as('ola', 'PATCH', `users/${idOf('piotr')}`, { password: strong })
    await firm.as('ola', 'PATCH', `users/${idOf('kasia')}`, { password: strong })
    const to = (name: Name) => firm.smtp.to(emailOf(name)).map(({ subject }) => subject)
    await firm.until(async () => to('piotr').length > 0 && to('kasia').length > 0)
    assert.deepEqual(to('piotr'), ['Your password has changed: Dobry Fach'])
    assert.deepEqual(to('kasia'), ['Zmiana hasła: Dobry Fach'])
    for (const name of ['piotr', 'kasia'] as const)
      firm.person[name] = await firm.server.signIn(emailOf(name), strong)
  })

  it('that is asked for before a change is not found out by trying', async () => {
    const guess = (currentPassword: string) =>
      ask('kasia', 'PATCH', `users/${idOf('kasia')}`, {
        currentPassword,
        password: 'nowe zdanie o bobrach 8'
      })
    for (let at = 0; at < 10; at++) assert.equal((await guess(`zgaduję ${at}`)).status, 403)
    const { status, body } = await guess(strong)
    assert.equal(status, 429)
    assert.ok(body.data.retryAfter > 0)
    assert.equal((await ask('kasia', 'GET', 'tasks')).status, 200)
  })

  it('may have leaked: all other sessions end by one call, and this one stays', async () => {
    const others = [
      await firm.server.signIn(emailOf('piotr'), strong),
      await firm.server.signIn(emailOf('piotr'), strong)
    ]
    await others[0]!.listen()
    const closed = new Promise((resolve) => others[0]!.socket!.on('disconnect', resolve))
    assert.equal((await ask('piotr', 'DELETE', 'sessions/others')).status, 200)
    assert.equal(await closed, 'io server disconnect')
    for (const other of others) assert.equal((await other.ask('GET', 'tasks')).status, 401)
    assert.equal((await ask('piotr', 'GET', 'tasks')).status, 200)
  })
})
