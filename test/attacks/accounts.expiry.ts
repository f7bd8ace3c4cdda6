import assert from 'node:assert/strict'
import { Firm, type Name } from '../mail/firm.ts'
import { Person, startTestServer } from '../support/server.ts'

const HOUR = 3_600_000
const NOON = 12 * HOUR

describe('a session that has expired', function () {
  this.timeout(60_000)
  let firm: Firm
  let other: Awaited<ReturnType<typeof startTestServer>>

  before(async () => {
    firm = await Firm.open()
    const { databaseUrl } = firm.server.app.get('config')
    other = await startTestServer({ databaseUrl })
    await firm.newRoom('Wspólny pokój', ['kasia'])
  })
  after(async () => {
    await other.stop()
    await firm.close()
  })

  const again = async (name: Name, server: Pick<typeof other, 'signIn'> = firm.server) => {
    const person = await server.signIn(`${name}@example.com`, 'dobre hasło')
    await person.listen()
    return person
  }
  const sessionOf = ({ token }: Person): string =>
    JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString()).sid
  const expire = (person: Person, inMs: number) =>
    firm
      .db('sessions')
      .where({ id: sessionOf(person) })
      .update({ expiresAt: new Date(Date.now() + inMs) })
  const closed = ({ socket }: Person) => new Promise((resolve) => socket!.on('disconnect', resolve))
  const tell = (body: string) => firm.say('ola', body, { audience: ['client'] })
  const bodies = ({ heard }: Person) =>
    heard.filter(({ name }) => name === 'comments created').map(({ data }) => data.body)

  it('hears nothing more, while another session of the same person does', async () => {
    const [late, open] = [await again('kasia'), await again('kasia')]
    await tell('przedtem')
    for (const person of [late, open])
      await person.hears('comments created', ({ body }) => body === 'przedtem')
    const ended = closed(late)
    await expire(late, -1)
    await tell('potem')
    await open.hears('comments created', ({ body }) => body === 'potem')
    assert.equal(await ended, 'io server disconnect')
    assert.deepEqual(bodies(late), ['przedtem'])
    assert.equal((await late.ask('GET', 'tasks')).status, 401)
    assert.equal((await open.ask('GET', 'tasks')).status, 200)
  })

  it('closes its socket when its time comes and nothing happens, on every node', async () => {
    const late = [await again('kasia'), await again('kasia', other)]
    const ended = Promise.all(late.map(closed))
    for (const person of late) await expire(person, 200)
    assert.deepEqual(await ended, ['io server disconnect', 'io server disconnect'])
  })

  it('ends the looks through another’s eyes that began in it', async () => {
    const ola = await again('ola')
    const { body } = await ola.ask('POST', 'views', { userId: firm.person.kasia.id })
    const look = new Person(firm.server.app, firm.server.base)
    look.token = body.accessToken
    await look.listen()
    const ended = closed(look)
    await expire(ola, -1)
    assert.equal(await ended, 'io server disconnect')
    assert.equal((await look.ask('GET', 'tasks')).status, 401)
  })

  it('ends in the journal within a minute, and one that has not expired stays', async () => {
    const [late, open] = [await again('kasia'), await again('kasia')]
    await expire(late, -NOON)
    await firm.db.raw(`select graphile_worker.add_job('sessions')`)
    await open.hears('sessions removed', ({ id }) => id === sessionOf(late))
    assert.equal((await open.ask('GET', 'sessions/current')).status, 200)
  })
})
