import assert from 'node:assert/strict'
import { readLimits } from '../../server/config/limits.ts'
import { startTestServer } from '../support/server.ts'

type Server = Awaited<ReturnType<typeof startTestServer>>

const limits = (environment: Record<string, string>) => readLimits((name) => environment[name])

/** Asks over REST as a browser of its own would, whose cookies are given. */
async function ask(server: Server, path: string, data: object, headers: Record<string, string> = {}) {
  const answer = await fetch(`${server.base}/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(data)
  })
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0]!)
    .join('; ')
  return { status: answer.status, headers: answer.headers, cookie, body: (await answer.json()) as any }
}

const addPerson = ({ app }: Server, person: object) =>
  app.service('users').create(person, {
    viewer: { id: app.get('clock').id(), zone: 'staff', role: 'admin', organizationId: null, locale: 'pl' },
    query: {}
  })

const tally = (answers: { status: number }[]) => {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

describe('an attack by number and size', function () {
  this.timeout(60_000)

  describe('on sign-in', () => {
    let server: Server
    const password = 'kolorowe zapiski z Bieszczad'
    const email = 'ola@firma.test'
    const signIn = (data: object = {}, headers?: Record<string, string>) =>
      ask(server, 'authentication', { strategy: 'local', email, password, ...data }, headers)
    const failures = async () =>
      Number(
        (await server.app.get('db')('securityEvents').where({ kind: 'sign-in-failed' }).count('*').first())!
          .count
      )

    beforeEach(async () => {
      server = await startTestServer({
        limits: limits({ LIMIT_SIGN_IN_NETWORK: '30/15m' }),
        trustedProxies: ['127.0.0.1']
      })
      await addPerson(server, { name: 'Ola', email, password, zone: 'staff', role: 'admin' })
    })
    afterEach(() => server.stop())

    const guesses = (count: number, headers?: Record<string, string>, name = email) =>
      Promise.all(
        Array.from({ length: count }, (_, n) => signIn({ email: name, password: `guess ${n}` }, headers))
      )

    it('has no more guesses checked than are allowed, though a thousand come at once', async () => {
      const answers = await guesses(1000)
      assert.deepEqual(tally(answers), { 401: 10, 429: 990 })
      assert.equal(await failures(), 10)
      const refused = answers.find(({ status }) => status === 429)!
      assert.ok(refused.body.data.retryAfter > 0)
      assert.match(refused.body.message, /Please try again in \d+ (s|min)/)
    })

    it('tells as much, and as late, of an account that nobody has', async () => {
      const unknown = await guesses(11, {}, 'nobody@firma.test')
      const known = await guesses(11)
      assert.deepEqual(tally(unknown), tally(known))
      const texts = (answers: typeof known) =>
        new Set(answers.map(({ body }) => body.message.replace(/\d+/, 'n')))
      assert.deepEqual(texts(unknown), texts(known))
    })

    it('does not shut out the owner on a device they used before', async () => {
      const { status, cookie } = await signIn()
      assert.equal(status, 201)
      assert.match(cookie, /strefa-device=/)
      await guesses(30)
      assert.equal((await signIn()).status, 429)
      assert.equal((await signIn({}, { cookie })).status, 201)
    })

    it('gives the device an allowance of its own, and none to a forged one or for another account', async () => {
      const { cookie } = await signIn()
      const device = /strefa-device=([^;]+)/.exec(cookie)![1]!
      const wrong = []
      for (let n = 0; n < 12; n++) wrong.push(await signIn({ password: `guess ${n}` }, { cookie }))
      assert.deepEqual(tally(wrong), { 401: 10, 429: 2 })
      await guesses(10)
      const forged = device.slice(0, -3) + (device.endsWith('AAA') ? 'BBB' : 'AAA')
      assert.equal((await signIn({}, { cookie: `strefa-device=${forged}` })).status, 429)
      const other = await guesses(11, { cookie }, 'jan@firma.test')
      assert.equal(tally(other)[429], 1)
    })

    it('does not shut out the owner from another network', async () => {
      await guesses(11, { 'x-forwarded-for': '192.0.2.66' })
      assert.equal((await signIn({}, { 'x-forwarded-for': '192.0.2.66' })).status, 429)
      assert.equal((await signIn({}, { 'x-forwarded-for': '192.0.2.7' })).status, 201)
    })

    it('is counted for a whole /64, and for all accounts that one network tries', async () => {
      for (let n = 0; n < 10; n++)
        await signIn({ password: 'guess' }, { 'x-forwarded-for': `2001:db8::${n}` })
      assert.equal((await signIn({}, { 'x-forwarded-for': '2001:db8::ffff' })).status, 429)
      const many = await Promise.all(
        Array.from({ length: 40 }, (_, n) => signIn({ email: `${n}@firma.test` }))
      )
      assert.deepEqual(tally(many), { 401: 30, 429: 10 })
    })

    it('gets right passwords through, however many come at once', async () => {
      assert.deepEqual(tally(await Promise.all(Array.from({ length: 20 }, () => signIn()))), { 201: 20 })
    })

    it('keeps nothing of an address that is too long to be one', async () => {
      const answer = await signIn({ email: `${'x'.repeat(500_000)}@firma.test` })
      assert.equal(answer.status, 401)
      assert.equal(await failures(), 0)
    })
  })

  it('cannot hide behind an X-Forwarded-For of its own', async () => {
    const server = await startTestServer({ limits: limits({ LIMIT_SIGN_IN: '3/15m' }) })
    const answers = []
    for (let n = 0; n < 5; n++)
      answers.push(
        await ask(
          server,
          'authentication',
          { strategy: 'local', email: 'a@firma.test', password: 'guess' },
          { 'x-forwarded-for': `192.0.2.${n}` }
        )
      )
    await server.stop()
    assert.deepEqual(tally(answers), { 401: 3, 429: 2 })
  })
})
