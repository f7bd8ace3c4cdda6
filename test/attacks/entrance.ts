import assert from 'node:assert/strict'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { readLimits } from '../../server/config/limits.ts'
import { accounts, people } from '../../server/demo/people.ts'
import { tokenOf } from '../../server/keys/index.ts'
import { createTestDatabase } from '../support/database.ts'
import { Person, startTestServer } from '../support/server.ts'

type Server = Awaited<ReturnType<typeof startTestServer>>

const PASSWORD = 'granatowy rower pod lasem'
const owner = {
  firm: 'Stolarnia',
  name: 'Zofia Lis',
  email: 'zofia@stolarnia.pl',
  password: PASSWORD,
  locale: 'pl'
}

describe('an attack at the entrance', function () {
  this.timeout(60_000)
  const servers: Server[] = []
  const folders: string[] = []
  const stopAll = async () => {
    for (const server of servers.splice(0)) await server.stop()
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
  }

  const start = async (changes: Parameters<typeof startTestServer>[0] = {}) => {
    const server = await startTestServer(changes)
    servers.push(server)
    folders.push(server.app.get('config').dataDir)
    return server
  }
  const stop = async (server: Server) => {
    servers.splice(servers.indexOf(server), 1)
    await server.stop()
  }
  const stranger = ({ app, base }: Server) => new Person(app, base)
  const setUp = async (server: Server, more: object = {}) =>
    stranger(server).ask('POST', 'setup', { code: await server.setupCode(), ...owner, ...more })

  describe('the first administrator', () => {
    afterEach(stopAll)

    it('needs the code: without it, with a wrong one, and with one of another kind it is refused', async () => {
      const server = await start()
      const code = (await server.setupCode()) as string
      for (const wrong of [undefined, '', code.slice(1), code.toUpperCase(), [code], { code }, null]) {
        const { status, body } = await stranger(server).ask('POST', 'setup', { ...owner, code: wrong })
        assert.deepEqual([status, body.data.code], [403, 'setupCode'], `${wrong}`)
      }
      assert.equal((await stranger(server).ask('POST', 'setup')).status, 403)
      assert.equal((await setUp(server)).status, 201)
      assert.equal((await server.signIn(owner.email, PASSWORD)).id.length, 36)
    })

    it('is told nothing about the form before the code', async () => {
      const server = await start()
      const { status, body } = await stranger(server).ask('POST', 'setup', { email: 'nobody', more: 1 })
      assert.deepEqual([status, body.data.errors], [403, undefined])
      const known = await setUp(server, { email: 'nobody' })
      assert.deepEqual([known.status, known.body.data.errors[0].path], [400, 'email'])
      assert.equal((await setUp(server)).status, 201)
    })

    it('has a code that stays over restarts, is the same on every node, and ends with its use', async () => {
      const { url: databaseUrl } = await createTestDatabase()
      const nodes = await Promise.all([1, 2].map(() => start({ databaseUrl })))
      const codes = await Promise.all(nodes.map((node) => node.setupCode()))
      assert.equal(codes[0], codes[1])
      await stop(nodes[1]!)
      const again = await start({ databaseUrl })
      assert.equal(await again.setupCode(), codes[0])
      assert.notEqual(await (await start()).setupCode(), codes[0])

      assert.equal((await setUp(again)).status, 201)
      assert.equal(await nodes[0]!.setupCode(), null)
      const { status, body } = await stranger(nodes[0]!).ask('POST', 'setup', { ...owner, code: codes[0] })
      assert.deepEqual([status, body.data.code], [403, 'alreadySetUp'])
      assert.deepEqual(await again.app.get('db')('settings').where({ key: 'setup' }), [])
    })

    it('is one, however many set the firm up at the same moment', async () => {
      const server = await start()
      const code = await server.setupCode()
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, at) =>
          stranger(server).ask('POST', 'setup', { ...owner, code, email: `z${at}@stolarnia.pl` })
        )
      )
      assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array(7).fill(403)])
      assert.equal((await server.app.get('db')('users')).length, 1)
    })

    it('cannot be guessed for long', async () => {
      const limits = readLimits((name) => ({ LIMIT_SETUP: '3/15m' })[name])
      const server = await start({ limits })
      const guess = () => stranger(server).ask('POST', 'setup', { ...owner, code: 'guessed' })
      for (let count = 0; count < 3; count++) assert.equal((await guess()).status, 403)
      assert.equal((await guess()).status, 429)
    })
  })

  describe('mail that nobody sends', () => {
    afterEach(stopAll)

    const resets = async (server: Server, email: string) => {
      await stranger(server).ask('POST', 'keys', { email })
      const folder = join(server.app.get('config').dataDir, 'outbox')
      for (;;) {
        const [name] = await readdir(folder).catch(() => [])
        if (name?.endsWith('.eml'))
          return (await simpleParser(await readFile(join(folder, name)))).text!.match(/\/key#(\S+)/)![1]
        await new Promise(setImmediate)
      }
    }
    const look = async ({ base }: Server) => (await fetch(`${base}/dev/mail`)).text()

    it('is read by no stranger: there is no page of it for a real firm, whatever NODE_ENV says', async () => {
      const server = await start()
      await setUp(server)
      const token = await resets(server, owner.email)
      assert.doesNotMatch(await look(server), /zofia@|Outbox/)
      const password = 'całkiem inny rower w piwnicy'
      assert.equal((await stranger(server).ask('POST', 'keys', { token, password })).status, 201)
    })

    it('is there for whoever asks for it by its variable', async () => {
      const server = await start({ devMail: true })
      await setUp(server)
      await resets(server, owner.email)
      assert.match(await look(server), /zofia@stolarnia\.pl/)
    })

    it('is not shown where the demo is on over a real firm, for that is no demo', async () => {
      const { url: databaseUrl } = await createTestDatabase()
      const real = await start({ databaseUrl })
      await setUp(real)
      await stop(real)
      const server = await start({ databaseUrl, demo: true })
      await resets(server, owner.email)
      assert.doesNotMatch(await look(server), /zofia@|Outbox/)
      const { body } = await stranger(server).ask('GET', 'setup')
      assert.deepEqual(body, { needed: false, demo: false, firm: 'Stolarnia', accounts: [] })
    })
  })

  describe('the demo firm', () => {
    let databaseUrl: string
    let demo: Server
    let real: Server
    let kasia: Person
    let ola: Person
    let keys: string[]
    after(stopAll)

    before(async () => {
      databaseUrl = (await createTestDatabase()).url
      demo = await start({ databaseUrl, demo: true })
      ola = await demo.signIn('ola@firma.example', 'strefa-demo')
      kasia = await demo.signIn('kasia@klient-a.example', 'strefa-demo')
      const { organizationId } = (await kasia.ask('GET', 'sessions/current')).body.user
      for (const [email, more] of [
        ['adam@klient.example', { zone: 'client', organizationId }],
        ['zofia@stolarnia.pl', { zone: 'staff', role: 'admin' }]
      ] as const) {
        const { status } = await ola.ask('POST', 'users', {
          name: 'Nowa Osoba',
          email,
          password: PASSWORD,
          ...more
        })
        assert.equal(status, 201)
      }
      await stranger(demo).ask('POST', 'keys', { email: 'jan@firma.example' })
      const invited = { name: 'Obca', email: 'obca@firma.pl', zone: 'staff', role: 'admin' }
      assert.equal((await ola.ask('POST', 'invitations', invited)).status, 201)
      const { sessionSecret } = demo.app.get('config')
      keys = (await demo.app.get('db')('keys')).map((key) => tokenOf(sessionSecret, key))
      assert.equal(keys.length, 2)
      real = await start({ databaseUrl })
    })

    it('offers its own people only, and each of them comes in', async () => {
      const { body } = await stranger(demo).ask('GET', 'setup')
      assert.deepEqual(
        body.accounts.map(({ email }: { email: string }) => email).sort(),
        accounts.map(({ email }) => email).sort()
      )
      assert.doesNotMatch(JSON.stringify(body), /Nowa Osoba|adam@|zofia@/)
      for (const { email } of body.accounts) assert.ok((await demo.signIn(email, body.password)).token)
    })

    it('lets none of its people in once it is off, neither by password nor by what they still hold', async () => {
      for (const { email } of accounts) {
        const credentials = { strategy: 'local', email, password: 'strefa-demo' }
        assert.equal((await stranger(real).ask('POST', 'authentication', credentials)).status, 401, email)
      }
      for (const person of [ola, kasia]) {
        const here = Object.assign(stranger(real), { token: person.token })
        assert.equal((await here.ask('GET', 'sessions/current')).status, 401)
        assert.equal((await person.ask('GET', 'sessions/current')).status, 200)
      }
      for (const token of keys) {
        assert.equal((await stranger(real).ask('POST', 'keys', { token })).status, 404)
        assert.equal((await stranger(demo).ask('POST', 'keys', { token })).status, 201)
      }
    })

    it('has nobody to ask a new password for, or to look through the eyes of, once it is off', async () => {
      const db = real.app.get('db')
      const before = await db('keys').count('* as total').first()
      await stranger(real).ask('POST', 'keys', { email: people.magda.email })
      assert.deepEqual(await db('keys').count('* as total').first(), before)
      const zofia = await real.signIn('zofia@stolarnia.pl', PASSWORD)
      assert.equal((await zofia.ask('POST', 'views', { userId: kasia.id })).status, 404)
      const { id } = await db('users').where({ email: 'adam@klient.example' }).first('id')
      assert.equal((await zofia.ask('POST', 'views', { userId: id })).status, 201)
    })

    it('does not count as the administrator that a firm needs, once it is off', async () => {
      const zofia = await real.signIn('zofia@stolarnia.pl', PASSWORD)
      const { status, body } = await zofia.ask('PATCH', `users/${zofia.id}`, { role: 'member' })
      assert.deepEqual([status, body.data.code], [400, 'lastAdmin'])
    })

    it('is named by no page of a real firm', async () => {
      const { body } = await stranger(real).ask('GET', 'setup')
      assert.deepEqual(body, { needed: false, demo: false, firm: 'Dobry Fach', accounts: [] })
      const names = new RegExp(accounts.flatMap(({ name, email }) => [name, email]).join('|'))
      const built = join(import.meta.dirname, '../../web/build/current')
      const files = await readdir(built, { recursive: true })
      const pages = files.filter((file) => /\.(html|js)$/.test(file))
      assert.ok(pages.length > 10)
      for (const page of pages) assert.doesNotMatch(await readFile(join(built, page), 'utf8'), names, page)
    })
  })
})
