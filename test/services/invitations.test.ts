import assert from 'node:assert/strict'
import { Firm } from '../mail/firm.ts'
import { Person } from '../support/server.ts'

describe('an invitation', () => {
  let firm: Firm
  let made = 0

  before(async () => {
    firm = await Firm.open()
  })
  after(() => firm.close())

  const stranger = () => new Person(firm.server.app, firm.server.base)
  const key = (data: object) => stranger().ask('POST', 'keys', data)
  const mailsTo = (email: string) => firm.smtp.to(email)
  const tokenIn = (text = '') => /\/key#([\w-]+)/.exec(text)?.[1] ?? ''
  const tokensFor = async (email: string, many = 1) => {
    await firm.until(async () => mailsTo(email).length >= many)
    return mailsTo(email).map(({ text }) => tokenIn(text))
  }
  const invite = async (more: object = {}) => {
    const email = `nowa${++made}@example.com`
    const organizationId = firm.parties.a.split(':')[1]
    const data = { name: 'Nowa Osoba', email, zone: 'client', organizationId, ...more }
    return firm.as('ola', 'POST', 'invitations', data)
  }
  const password = 'moje własne hasło'

  it('brings a link that opens once, and the invited choose their own password', async () => {
    const { email, id } = await invite()
    const [token] = await tokensFor(email)
    const look = await key({ token })
    assert.deepEqual(
      [look.status, look.body.purpose, look.body.organization, look.body.used],
      [201, 'invitation', 'Saldomiar', false]
    )
    assert.equal((await key({ token, password, name: 'Nowa Kowalska' })).status, 201)
    const person = await firm.server.signIn(email, password)
    const { body } = await person.ask('GET', 'sessions/current')
    assert.deepEqual([body.user.name, body.user.zone], ['Nowa Kowalska', 'client'])
    assert.equal((await key({ token, password: 'inne hasło' })).status, 404)
    assert.equal((await firm.person.ola.ask('GET', `invitations/${id}`)).status, 404)
  })

  it('is opened by one of two who come at once', async () => {
    const { email } = await invite()
    const [token] = await tokensFor(email)
    const answers = await Promise.all([key({ token, password }), key({ token, password })])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 404])
  })

  it('opens no more after it was sent again, cancelled, or has run out', async () => {
    const { email, id } = await invite()
    const [first] = await tokensFor(email)
    await firm.as('ola', 'PATCH', `invitations/${id}`, { resend: true })
    const second = (await tokensFor(email, 2)).find((token) => token !== first)
    assert.equal((await key({ token: first })).status, 404)
    assert.equal((await key({ token: second })).status, 201)
    await firm.db('keys').where({ invitationId: id }).whereNull('usedAt').update({ expiresAt: new Date() })
    assert.equal((await key({ token: second, password })).status, 404)
    await firm.as('ola', 'PATCH', `invitations/${id}`, { resend: true })
    const third = (await tokensFor(email, 3)).find((token) => token !== first && token !== second)
    assert.equal((await key({ token: third })).status, 201)
    await firm.as('ola', 'DELETE', `invitations/${id}`)
    assert.equal((await key({ token: third, password })).status, 404)
  })

  it('is the administrators’ to send, the firm’s to see, and nothing to anyone outside', async () => {
    const { jan, kasia, ola } = firm.person
    await jan.listen()
    await kasia.listen()
    const { id, email } = await invite()
    await jan.hears('invitations created', (data) => data.id === id)
    assert.equal((await jan.ask('GET', 'invitations')).status, 200)
    assert.equal((await jan.ask('DELETE', `invitations/${id}`)).status, 403)
    assert.equal((await kasia.ask('GET', 'invitations')).status, 403)
    const again = { name: 'Znowu', email, zone: 'staff' }
    assert.equal((await ola.ask('POST', 'invitations', again)).status, 409)
    await firm.as('ola', 'POST', 'news', { title: 'Koniec', body: 'x', audience: ['client'] })
    await kasia.hears('news created', () => true)
    assert.ok(!kasia.heard.some(({ name }) => name.startsWith('invitations')))
  })

  it('leaves its link neither in the database, nor in a job, nor in the journal', async () => {
    const { email } = await invite()
    const [token] = await tokensFor(email)
    const tables = ['keys', 'invitations', 'journal', '"journalValues"', 'graphile_worker._private_jobs']
    for (const table of tables) {
      const { rows } = await firm.db.raw(
        `select coalesce(string_agg(t::text, ' '), '') as all from ${table} as t`
      )
      assert.ok(!rows[0].all.includes(token!), table)
    }
  })

  it('has a sister: a new password by mail, which ends the sessions under the old', async () => {
    const { marek } = firm.person
    await marek.listen()
    const closed = new Promise((resolve) => marek.socket!.on('disconnect', resolve))
    const known = await key({ email: 'marek@example.com' })
    const unknown = await key({ email: 'nikt@example.com' })
    assert.deepEqual([known.status, known.body], [unknown.status, unknown.body])
    const [token] = await tokensFor('marek@example.com')
    assert.equal((await key({ token, password })).body.purpose, 'password')
    assert.equal(await closed, 'io server disconnect')
    assert.equal((await marek.ask('GET', 'tasks')).status, 401)
    firm.person.marek = await firm.server.signIn('marek@example.com', password)
    assert.equal((await firm.person.marek.ask('GET', 'tasks')).status, 200)
  })
})

describe('who is where', () => {
  let firm: Firm

  before(async () => {
    firm = await Firm.open()
    await firm.newRoom('Wspólny pokój', ['kasia'])
  })
  after(() => firm.close())

  it('shows the firm which rooms people outside are in, and when they were last here', async () => {
    const { data } = await firm.as('jan', 'GET', 'access')
    const of = (name: 'kasia' | 'piotr') => data.find(({ id }: any) => id === firm.person[name].id)
    assert.deepEqual(of('kasia').rooms.map(({ title, role }: any) => [title, role]), [['Wspólny pokój', 'notified']]) // prettier-ignore
    assert.ok(of('kasia').lastHereAt)
    assert.deepEqual(of('piotr').rooms, [])
    assert.equal((await firm.person.kasia.ask('GET', 'access')).status, 403)
  })
})
