import assert from 'node:assert/strict'
import feathers from '@feathersjs/feathers'
import { publicServices } from '../../server/hooks/guard.ts'
import { Firm } from '../mail/firm.ts'
import { Person } from '../support/server.ts'

const questions = [
  'tasks', 'sales-activities', 'comments', 'links', 'participants', 'users', 'organizations', 'contacts', 'news', 'reads', 'notifications',
  'preferences/me', 'calendar?from=2026-01-01&to=2027-12-31', 'decisions', 'search?q=klient', 'sessions', 'exposures', 'invitations', 'access',
  'views', 'tasks?internalNotes=x'
] // prettier-ignore

describe('looking through another’s eyes', () => {
  let firm: Firm
  let kasia: Person

  before(async () => {
    firm = await Firm.open()
    kasia = firm.person.kasia
  })
  beforeEach(() => firm.newRoom())
  after(() => firm.close())

  const look = async (opener = firm.person.ola) => {
    const { status, body } = await opener.ask('POST', 'views', { userId: kasia.id })
    assert.equal(status, 201, JSON.stringify(body))
    return Object.assign(new Person(firm.server.app, firm.server.base), {
      id: kasia.id,
      token: body.accessToken
    })
  }

  it('shows the product exactly as that person has it, live', async () => {
    await firm.say('ola', 'po cichu')
    await firm.say('ola', 'dla partnerów', { audience: ['partner'] })
    await firm.say('ola', 'dla klientów', { audience: ['client'] })
    const eyes = await look()
    for (const question of [...questions, `timeline?roomId=${firm.roomId}`])
      assert.deepEqual(await eyes.ask('GET', question), await kasia.ask('GET', question), question)
    await eyes.listen()
    await kasia.listen()
    await firm.say('ola', 'znowu po cichu')
    const last = await firm.say('ola', 'na żywo', { audience: ['client'] })
    for (const person of [eyes, kasia]) await person.hears('comments created', (data) => data.id === last.id)
    const told = ({ heard }: Person) => heard.map(({ name, data }) => [name, data])
    assert.deepEqual(told(eyes), told(kasia))
  })

  it('is refused every change, in every service', async () => {
    const eyes = await look()
    const verbs = { create: 'POST', update: 'PUT', patch: 'PATCH', remove: 'DELETE' } as Record<
      string,
      string
    >
    const some = '00000000-0000-4000-8000-000000000000'
    let tried = 0
    for (const [path, service] of Object.entries(firm.server.app.services)) {
      if (publicServices.includes(path) || path === 'presence') continue
      for (const method of (feathers as any).getServiceOptions(service).methods) {
        const verb = verbs[method]
        if (!verb || (path === 'views' && method === 'remove')) continue
        const { status } = await eyes.ask(verb, method === 'create' ? path : `${path}/${some}`, {})
        assert.equal(status, 403, `${verb} ${path}`)
        tried++
      }
    }
    assert.ok(tried > 20, 'most services can be changed by somebody')
    assert.equal((await eyes.ask('DELETE', 'authentication')).status, 403)
    const { status } = await eyes.ask('POST', 'comments', { roomId: firm.roomId, body: 'nie ja' })
    assert.equal(status, 403)
    assert.equal((await kasia.ask('POST', 'comments', { roomId: firm.roomId, body: 'ja' })).status, 201)
  })

  it('leaves no trace with that person: nothing read, nobody present, no session, no word', async () => {
    await firm.say('ola', 'dla klientów', { audience: ['client'] })
    await kasia.listen()
    kasia.heard.length = 0
    const before = await Promise.all(
      ['reads', 'sessions', 'notifications'].map((path) => kasia.ask('GET', path))
    )
    const eyes = await look()
    await eyes.listen()
    await eyes.call('create', 'presence', { roomId: firm.roomId })
    assert.deepEqual((await firm.person.ola.ask('POST', 'presence', { roomId: firm.roomId })).body.people, [])
    await eyes.ask('DELETE', 'views/current')
    const after = await Promise.all(
      ['reads', 'sessions', 'notifications'].map((path) => kasia.ask('GET', path))
    )
    const plain = (answers: typeof before) =>
      JSON.stringify(answers.map(({ body }) => body)).replace(/"lastSeenAt":"[^"]*"/g, '')
    assert.equal(plain(after), plain(before))
    const last = await firm.say('ola', 'koniec', { audience: ['client'] })
    await kasia.hears('comments created', (data) => data.id === last.id)
    assert.deepEqual([...new Set(kasia.heard.map(({ name }) => name))], ['comments created'])
  })

  it('is an administrator’s alone, of clients and partners alone, and kept for administrators to see', async () => {
    const { ola, jan } = firm.person
    assert.equal((await jan.ask('POST', 'views', { userId: kasia.id })).status, 403)
    assert.equal((await kasia.ask('POST', 'views', { userId: kasia.id })).status, 403)
    assert.equal((await ola.ask('POST', 'views', { userId: jan.id })).status, 400)
    await look()
    const { body } = await ola.ask('GET', 'views')
    assert.deepEqual([body.data[0].userId, body.data[0].openedById], [kasia.id, ola.id])
    assert.equal((await jan.ask('GET', 'views')).status, 403)
    const entry = await firm.db('journal').where({ service: 'views', recordId: body.data[0].id }).first()
    assert.equal(entry.actorId, ola.id)
  })

  it('shows the mails of that person, and the next in the making', async () => {
    await firm.say('ola', 'pierwszy mail', { audience: ['client'] })
    await firm.deliver()
    await firm.say('ola', 'drugi mail', { audience: ['client'] })
    await firm.say('ola', 'po cichu')
    await firm.read()
    const eyes = await look()
    const { body } = await eyes.ask('GET', 'mails')
    assert.match(body.data[0].body, /pierwszy mail/)
    assert.match(body.next.body, /drugi mail/)
    assert.match(body.next.html, /drugi mail/)
    const whole = await eyes.ask('GET', `mails/${body.data[0].id}`)
    const plain = (text: string) => text.replace(/\s+/g, ' ').trim()
    assert.equal(plain(whole.body.html), plain(String(firm.smtp.to('kasia@example.com').at(-1)!.html)))
    assert.doesNotMatch(body.next.body, /po cichu/)
    const asAdmin = await firm.person.ola.ask('GET', `mails?userId=${kasia.id}`)
    assert.deepEqual(asAdmin.body.data, body.data)
    for (const path of ['mails', `mails/${body.data[0].id}`]) {
      assert.equal((await kasia.ask('GET', path)).status, 403)
      assert.equal((await firm.person.jan.ask('GET', path)).status, 403)
      assert.equal((await firm.person.ola.ask('GET', path)).status, 200)
    }
    const { id: another } = await firm.db('mails').whereNot({ userId: kasia.id }).first('id')
    assert.equal((await eyes.ask('GET', `mails/${another}`)).status, 404)
    await firm.deliver()
  })

  it('ends with leaving, with the session it began in, and with the person', async () => {
    const gone = (eyes: Person) => new Promise((resolve) => eyes.socket!.on('disconnect', resolve))
    const left = await look()
    const back = await left.ask('DELETE', 'views/current')
    assert.equal((await left.ask('GET', 'tasks')).status, 401)
    const ola = Object.assign(new Person(firm.server.app, firm.server.base), { token: back.body.accessToken })
    assert.equal((await ola.ask('GET', 'sessions/current')).body.user.id, firm.person.ola.id)

    const other = await firm.server.signIn('ola@example.com', 'dobre hasło')
    const eyes = await look(other)
    await eyes.listen()
    const closed = gone(eyes)
    await other.ask('DELETE', 'sessions/current')
    assert.equal(await closed, 'io server disconnect')
    assert.equal((await eyes.ask('GET', 'tasks')).status, 401)

    const last = await look()
    await last.listen()
    const ended = gone(last)
    await firm.as('ola', 'PATCH', `users/${kasia.id}`, { active: false })
    assert.equal(await ended, 'io server disconnect')
    assert.equal((await last.ask('GET', 'tasks')).status, 401)
  })
})
