import assert from 'node:assert/strict'
import { io, type Socket } from 'socket.io-client'
import { readLimits } from '../../server/config/limits.ts'
import { startTestServer, type Person } from '../support/server.ts'
import { Sending, upload } from '../support/upload.ts'

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

async function signedIn(server: Server) {
  const [email, password] = ['ola@firma.test', 'kolorowe zapiski z Bieszczad']
  await addPerson(server, { name: 'Ola', email, password, zone: 'staff', role: 'admin' })
  return server.signIn(email, password)
}

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
      const withLetters = (many: number) => signIn({ email: `${'x'.repeat(many)}@firma.test` })
      assert.equal((await withLetters(50_000)).status, 401)
      assert.equal((await withLetters(500_000)).status, 400, 'longer than any text that is read at all')
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

  describe('on calls', () => {
    const password = 'kolorowe zapiski z Bieszczad'
    const start = async (environment: Record<string, string> = {}) => {
      const server = await startTestServer({ limits: limits(environment) })
      for (const name of ['ola', 'jan']) {
        const person = { name, email: `${name}@firma.test`, password, zone: 'staff', role: 'admin' }
        await addPerson(server, person)
      }
      const [ola, jan] = [
        await server.signIn('ola@firma.test', password),
        await server.signIn('jan@firma.test', password)
      ]
      return { server, ola, jan }
    }
    const end = async ({ server, ola, jan }: Awaited<ReturnType<typeof start>>) => {
      ola.socket?.disconnect()
      jan.socket?.disconnect()
      await server.stop()
    }
    const codes = (settled: PromiseSettledResult<unknown>[]) =>
      tally(settled.map((each) => ({ status: each.status === 'fulfilled' ? 200 : each.reason.code })))

    it('refuses the two-thousandth find of one socket rather than pile them up', async () => {
      const firm = await start()
      await firm.ola.listen()
      const finds = Array.from({ length: 2000 }, () => firm.ola.call('find', 'tasks', {}))
      const settled = await Promise.allSettled(finds)
      assert.deepEqual(codes(settled), { 200: 100, 429: 1900 })
      const refused = settled.find(({ status }) => status === 'rejected') as PromiseRejectedResult
      assert.equal(refused.reason.data.retryAfter, 1)
      assert.equal((await firm.ola.call('find', 'tasks', {})).total, 0)
      await end(firm)
    })

    it('lets one person’s flood keep no other waiting', async () => {
      const firm = await start({ LIMIT_CALLS_AT_ONCE: '2' })
      await firm.ola.listen()
      await firm.jan.listen()
      let answered = 0
      const flood = Array.from({ length: 100 }, () =>
        firm.ola.call('find', 'tasks', {}).then(() => answered++)
      )
      await firm.jan.call('find', 'tasks', {})
      assert.ok(answered < 90, `${answered} of the flood were answered first`)
      await Promise.all(flood)
      await end(firm)
    })

    it('bounds what one person has pending on many sockets and over REST together', async () => {
      const firm = await start({ LIMIT_PENDING_PERSON: '20' })
      const held = await firm.server.app.get('db').transaction()
      await held.raw('lock table rooms in access exclusive mode')
      const refused = Promise.withResolvers<void>()
      const answers: { status: number }[] = []
      const asked = Array.from({ length: 100 }, async () => {
        answers.push(await firm.ola.ask('GET', 'tasks'))
        if (answers.length === 80) refused.resolve()
      })
      await refused.promise
      await held.rollback()
      await Promise.all(asked)
      assert.deepEqual(tally(answers), { 200: 20, 429: 80 })
      await end(firm)
    })

    for (const [what, variable, call] of [
      ['comments', 'LIMIT_COMMENTS', { path: 'comments', data: { roomId: 'x' } }],
      ['exports', 'LIMIT_EXPORTS', { path: 'exports', data: {} }],
      ['invitations', 'LIMIT_INVITATIONS', { path: 'invitations', data: {} }],
      ['writes of any kind', 'LIMIT_WRITES', { path: 'tasks', data: {} }],
      ['searches', 'LIMIT_SEARCHES', { path: 'users?search=o', data: undefined }],
      ['calls', 'LIMIT_CALLS', { path: 'tasks', data: undefined }]
    ] as const)
      it(`limits ${what} of one person, and nobody else’s`, async () => {
        const firm = await start({ [variable]: '3/1h' })
        const ask = (who: Person) => who.ask(call.data ? 'POST' : 'GET', call.path, call.data)
        for (let n = 0; n < 3; n++) assert.notEqual((await ask(firm.ola)).status, 429)
        const refused = await ask(firm.ola)
        assert.equal(refused.status, 429)
        assert.ok(refused.body.data.retryAfter > 3500)
        assert.notEqual((await ask(firm.jan)).status, 429)
        await end(firm)
      })

    it('limits one-time links by network, and mails by address whether or not anybody has it', async () => {
      const firm = await start({ LIMIT_LINKS: '6/1h', LIMIT_LINK_MAILS: '2/1h' })
      const forgot = (email: string) => ask(firm.server, 'keys', { email })
      for (const email of ['ola@firma.test', 'nobody@firma.test'])
        assert.deepEqual(tally([await forgot(email), await forgot(email), await forgot(email)]), {
          201: 2,
          429: 1
        })
      const refused = await ask(firm.server, 'keys', { token: 'x'.repeat(40) })
      assert.equal(refused.status, 429)
      assert.ok(Number(refused.headers.get('retry-after')) > 3500)
      await end(firm)
    })

    it('limits strangers by network', async () => {
      const firm = await start({ LIMIT_STRANGERS: '3/1h' })
      const visit = () => fetch(`${firm.server.base}/api/setup`)
      assert.deepEqual(tally([await visit(), await visit(), await visit(), await visit()]), {
        200: 3,
        429: 1
      })
      assert.equal((await firm.ola.ask('GET', 'tasks')).status, 200)
      await end(firm)
    })

    it('limits uploads begun by one person', async () => {
      const firm = await start({ LIMIT_UPLOADS: '2/1h' })
      const begin = () => Sending.begin(firm.ola, 10)
      assert.deepEqual(tally([await begin(), await begin(), await begin()]), { 201: 2, 429: 1 })
      assert.equal((await Sending.begin(firm.jan, 10)).status, 201)
      await end(firm)
    })
  })

  describe('on sockets', () => {
    const open = (base: string, token?: string) =>
      io(base, {
        ...{ transports: ['websocket'], forceNew: true, reconnection: false },
        ...(token && { extraHeaders: { cookie: `strefa=${token}` } })
      })
    const outcome = (socket: Socket) =>
      new Promise<string>((resolve) =>
        socket.on('connect', () => resolve('open')).on('connect_error', ({ message }) => resolve(message))
      )

    it('ends one that does not sign in, and no other', async () => {
      const server = await startTestServer({ limits: limits({ LIMIT_STRANGER_SECONDS: '1' }) })
      const ola = await signedIn(server)
      await ola.listen()
      const stranger = open(server.base)
      assert.equal(await new Promise((ended) => stranger.on('disconnect', ended)), 'io server disconnect')
      assert.ok(ola.socket!.connected)
      ola.socket!.disconnect()
      await server.stop()
    })

    it('opens so many for one network, and for one person', async () => {
      const server = await startTestServer({
        limits: limits({ LIMIT_SOCKETS_NETWORK: '4', LIMIT_SOCKETS_PERSON: '2' })
      })
      const { token } = await signedIn(server)
      const sockets: Socket[] = []
      const next = (given?: string) => outcome(sockets[sockets.push(open(server.base, given)) - 1]!)
      assert.deepEqual([await next(token), await next(token)], ['open', 'open'])
      assert.match(await next(token), /a lot at once/)
      assert.deepEqual([await next(), await next()], ['open', 'open'])
      assert.match(await next(), /websocket error/)
      const gone = new Promise((resolve) => server.app.io.engine.once('connection', resolve))
      sockets[0]!.disconnect()
      while ((await next(token)) !== 'open');
      await gone
      for (const socket of sockets) socket.disconnect()
      await server.stop()
    })
  })

  describe('on validation', () => {
    let server: Server
    let ola: Person
    const password = 'kolorowe zapiski z Bieszczad'
    before(async () => {
      server = await startTestServer()
      await addPerson(server, {
        name: 'Ola',
        email: 'ola@firma.test',
        password,
        zone: 'staff',
        role: 'admin'
      })
      ola = await server.signIn('ola@firma.test', password)
      await ola.listen()
    })
    after(async () => {
      ola.socket!.disconnect()
      await server.stop()
    })

    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`field${n}`, n]))
    const deep = (depth: number): object => (depth > 0 ? { a: deep(depth - 1) } : {})
    const vast: [string, object][] = [
      ['nearly a megabyte of unknown fields', many(48_000)],
      ['200,000 mentions', { roomId: crypto.randomUUID(), body: 'x', mentions: Array(200_000).fill(1) }],
      ['a body a thousand levels deep', deep(1000)],
      ['a field whose name is half a megabyte', { ['x'.repeat(500_000)]: 1 }],
      ['a text of half a megabyte where an id stands', { roomId: 'x'.repeat(500_000), body: 'x' }]
    ]
    for (const [what, data] of vast)
      it(`is told of ${what} in a few words, over REST and over a socket`, async () => {
        const answer = await ola.ask('POST', 'comments', data)
        assert.equal(answer.status, 400)
        assert.equal(answer.body.data.code, 'tooLarge')
        assert.ok(JSON.stringify(answer.body).length < 1000)
        const refused = await ola.call('create', 'comments', data).catch((error) => error)
        assert.deepEqual([refused.code, refused.data.code], [400, 'tooLarge'])
      })

    it('is told of a query that is deep, long, or a text instead of one', async () => {
      for (const query of [deep(50), many(5000), { roomId: { $in: Array(5000).fill('x') } }]) {
        const refused = await ola.call('find', 'comments', query).catch((error) => error)
        assert.deepEqual([refused.code, refused.data.code], [400, 'tooLarge'])
      }
      const text = await ola.call('find', 'comments', 'x'.repeat(500_000)).catch((error) => error)
      assert.equal(text.code, 400)
      assert.equal((await ola.call('find', 'comments', { roomId: crypto.randomUUID() })).total, 0)
    })

    it('hears of the first few faults only, and of all in a form', async () => {
      const { status, body } = await ola.ask('POST', 'comments', many(1500))
      assert.equal(status, 400)
      assert.equal(body.data.errors.length, 10)
      assert.ok(JSON.stringify(body).length < 5000)
      const form = await ola.ask('POST', 'organizations', { name: '', phone: 'x'.repeat(1000) })
      const named: string[] = form.body.data.errors.map(({ path }: { path: string }) => path)
      assert.deepEqual([...new Set(named)].sort(), ['name', 'phone'])
    })
  })

  describe('on the disk', () => {
    const password = 'kolorowe zapiski z Bieszczad'
    const quotas = { exportsRunning: 2, uploadsBegun: 5, kept: 1e12, diskFloor: 0 }
    const start = async (changes: Partial<typeof quotas>) => {
      const server = await startTestServer({ quotas: { ...quotas, ...changes } })
      for (const name of ['ola', 'jan'])
        await addPerson(server, { name, email: `${name}@firma.test`, password, zone: 'staff', role: 'admin' })
      const signIn = (name: string) => server.signIn(`${name}@firma.test`, password)
      return { server, ola: await signIn('ola'), jan: await signIn('jan') }
    }

    it('begins no more uploads at once than one person may have, though all begin together', async () => {
      const { server, ola, jan } = await start({})
      const begun = await Promise.all(Array.from({ length: 12 }, () => Sending.begin(ola, 10)))
      assert.deepEqual(tally(begun), { 201: 5, 429: 7 })
      assert.equal((await Sending.begin(jan, 10)).status, 201)
      const dropped = begun.find(({ status }) => status === 201)!
      await dropped.ask('DELETE', dropped.address)
      assert.equal((await Sending.begin(ola, 10)).status, 201)
      await server.stop()
    })

    it('keeps no more bytes of one person than they may have, begun ones included', async () => {
      const { server, ola, jan } = await start({ kept: 1000 })
      const room = (await ola.ask('POST', 'tasks', { title: 'Most' })).body
      const first = await upload(ola, 'x'.repeat(600))
      assert.equal(
        (await ola.ask('POST', 'files', { roomId: room.id, uploadId: first, name: 'a.txt' })).status,
        201
      )
      const refused = await Sending.begin(ola, 500)
      assert.equal(refused.status, 403)
      assert.match(refused.message, /the most that one person may keep/)
      assert.equal((await Sending.begin(ola, 300)).status, 201)
      assert.equal((await Sending.begin(ola, 200)).status, 403)
      assert.equal((await Sending.begin(jan, 500)).status, 201)
      await server.stop()
    })

    it('takes nothing in while too little of the disk is free, and everything else goes on', async () => {
      const { server, ola } = await start({ diskFloor: 1e18 })
      const answer = await new Sending(ola).ask('POST', '/api/uploads', { 'upload-length': '10' })
      assert.equal(answer.status, 507)
      assert.equal(answer.headers.get('retry-after'), '600')
      assert.equal((await ola.ask('POST', 'tasks', { title: 'Most' })).status, 201)
      await server.stop()
    })

    it('makes no more documents for one person than may run, though all are asked together', async () => {
      const { server, ola, jan } = await start({})
      const room = (await ola.ask('POST', 'tasks', { title: 'Most' })).body
      // No document is finished meanwhile.
      const held = await server.app.get('db').transaction()
      await held.raw('lock table decisions in access exclusive mode')
      const order = (who: Person) => who.ask('POST', 'exports', { roomId: room.id })
      assert.deepEqual(tally(await Promise.all([order(ola), order(ola), order(ola), order(ola)])), {
        201: 2,
        429: 2
      })
      assert.equal((await order(jan)).status, 201)
      await held.rollback()
      await server.stop()
    })
  })
})
