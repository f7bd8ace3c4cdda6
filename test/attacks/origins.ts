import assert from 'node:assert/strict'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { io } from 'socket.io-client'
import { WebSocket } from 'ws'
import { startTestServer, type Person } from '../support/server.ts'
import { upload } from '../support/upload.ts'

type Headers = Record<string, string>

const PUBLIC = 'https://strefa.example'
const PASSWORD = 'granatowy rower pod lasem'
const owner = { firm: 'Stolarnia', name: 'Zofia Lis', email: 'zofia@stolarnia.pl', password: PASSWORD }
const credentials = { strategy: 'local', email: owner.email, password: PASSWORD }

describe('an attack by a page of another address', function () {
  this.timeout(60_000)
  let server: Awaited<ReturnType<typeof startTestServer>>
  let zofia: Person
  let cookie: string

  before(async () => {
    server = await startTestServer({ publicUrl: PUBLIC })
    const elsewhere = await send('POST', '/api/setup', { origin: 'https://evil.example' }, { ...owner, code: await server.setupCode() }) // prettier-ignore
    assert.equal(elsewhere.status, 403)
    const set = await send('POST', '/api/setup', { origin: PUBLIC }, { ...owner, code: await server.setupCode() }) // prettier-ignore
    assert.equal(set.status, 201)
    zofia = await server.signIn(owner.email, PASSWORD)
    const answer = await send('POST', '/api/authentication', {}, credentials)
    cookie = answer.headers['set-cookie']!.map((line) => line.split(';')[0]).join('; ')
  })
  after(async () => {
    await server.stop()
    await rm(server.app.get('config').dataDir, { recursive: true, force: true })
  })

  /** As a browser would, which sets headers that `fetch` keeps for itself. */
  async function send(method: string, path: string, headers: Headers = {}, body?: object | string) {
    const asked = request(server.base + path, {
      method,
      headers: { ...(typeof body === 'object' && { 'content-type': 'application/json' }), ...headers }
    })
    asked.end(typeof body === 'object' ? JSON.stringify(body) : body)
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    const said = await text(answer)
    return { status: answer.statusCode, headers: answer.headers as IncomingHttpHeaders, said }
  }
  const own = () => server.base.replace('http://', '')

  const foreign: Record<string, () => Headers> = {
    'another origin': () => ({ origin: 'https://evil.example' }),
    'a neighbour under the same domain': () => ({ origin: 'https://www.strefa.example', 'sec-fetch-site': 'same-site' }), // prettier-ignore
    'the same name in plain http': () => ({ origin: 'http://strefa.example' }),
    'no origin that has a name': () => ({ origin: 'null' }),
    'what is no origin': () => ({ origin: 'evil' }),
    'another site, as the browser says': () => ({ 'sec-fetch-site': 'cross-site' }),
    'another site that names ours': () => ({ origin: PUBLIC, 'sec-fetch-site': 'cross-site' })
  }
  const ours: Record<string, () => Headers> = {
    'the address that people open': () => ({ origin: PUBLIC, 'sec-fetch-site': 'same-origin' }),
    'the host that was asked': () => ({ origin: `http://${own()}` }),
    'no browser': () => ({})
  }
  const changes: [string, string, object?][] = [
    ['POST', '/api/authentication', credentials],
    ['POST', '/api/setup', { ...owner, code: 'x' }],
    ['POST', '/api/keys', { email: 'nobody@stolarnia.pl' }],
    ['POST', '/api/organizations', { name: 'Klient' }],
    ['PATCH', '/api/preferences/me', { theme: 'dark' }],
    ['DELETE', '/api/sessions/00000000-0000-4000-8000-000000000000'],
    ['POST', '/api/uploads'],
    ['DELETE', '/api/uploads/00000000-0000-4000-8000-000000000000'],
    ['POST', '/dev/mail'],
    ['PUT', '/']
  ]

  for (const [name, headers] of Object.entries(foreign))
    it(`changes nothing from ${name}, with or without the cookie`, async () => {
      for (const [method, path, body] of changes)
        for (const more of [{}, { cookie }] as Headers[]) {
          const { status, said } = await send(method, path, { ...headers(), ...more }, body)
          assert.deepEqual([status, JSON.parse(said).data.code], [403, 'otherOrigin'], `${method} ${path}`)
        }
    })

  for (const [name, headers] of Object.entries(ours))
    it(`and from ${name} one works as ever`, async () => {
      assert.equal((await send('POST', '/api/authentication', headers(), credentials)).status, 201)
      const with_ = { ...headers(), cookie }
      assert.equal((await send('PATCH', '/api/preferences/me', with_, { theme: 'dark' })).status, 200)
      const begun = { ...with_, 'tus-resumable': '1.0.0', 'upload-length': '4' }
      assert.equal((await send('POST', '/api/uploads', begun)).status, 201)
    })

  it('does not keep those out who bring a token themselves, for no page has one', async () => {
    const headers = { origin: 'https://other.example', authorization: `Bearer ${zofia.token}` }
    assert.equal((await send('PATCH', '/api/preferences/me', headers, { theme: 'light' })).status, 200)
    assert.equal((await send('PATCH', '/api/preferences/me', { ...headers, authorization: 'Basic eDp5', cookie }, {})).status, 403) // prettier-ignore
  })

  it('follows a link from elsewhere, but reads nothing by a script of elsewhere', async () => {
    const link = { 'sec-fetch-site': 'cross-site', cookie }
    assert.equal((await send('GET', '/api/sessions/current', link)).status, 200)
    const script = { ...link, origin: 'https://evil.example' }
    assert.equal((await send('GET', '/api/sessions/current', script)).status, 401)
  })

  const handshake = (headers: Headers) =>
    new Promise<number | undefined>((resolve) => {
      const url = `${server.base.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
      const socket = new WebSocket(url, { headers })
      socket.on('open', () => (resolve(101), socket.terminate()))
      socket.on('unexpected-response', (_, { statusCode }) => (resolve(statusCode), socket.terminate()))
      socket.on('error', () => {})
    })

  it('opens no socket from there, and opens one from here', async () => {
    for (const [name, headers] of Object.entries(foreign))
      assert.equal(await handshake({ ...headers(), cookie }), 403, name)
    for (const [name, headers] of Object.entries(ours))
      assert.equal(await handshake({ ...headers(), cookie }), 101, name)
    const socket = io(server.base, { transports: ['websocket'], extraHeaders: { cookie, origin: PUBLIC } })
    await once(socket as never, 'connect')
    socket.disconnect()
  })

  it('sends no form: what is not JSON is refused with a sentence', async () => {
    const whole = JSON.stringify(credentials)
    for (const [type, body] of [
      ['application/x-www-form-urlencoded', new URLSearchParams(credentials).toString()],
      ['text/plain', whole],
      ['text/html; charset=utf-8', whole],
      ['multipart/form-data; boundary=x', `--x\r\ncontent-disposition: form-data; name="email"\r\n\r\nx\r\n--x--\r\n`], // prettier-ignore
      ['application/xml', '<x/>'],
      ['', whole]
    ] as const)
      for (const path of ['authentication', 'setup', 'keys', 'organizations', 'comments']) {
        const headers = { ...(type && { 'content-type': type }), cookie }
        const { status, said } = await send('POST', `/api/${path}`, headers, body)
        assert.deepEqual([status, JSON.parse(said).data.code], [415, 'onlyJson'], `${path} ${type}`)
      }
    const json = { 'content-type': 'application/json; charset=utf-8' }
    assert.equal((await send('POST', '/api/authentication', json, whole)).status, 201)
    assert.equal((await send('DELETE', '/api/authentication', { cookie })).status, 200)
    const { body } = await zofia.ask('POST', 'tasks', { title: 'Ława' })
    assert.equal((await zofia.ask('POST', 'files', { roomId: body.id, uploadId: await upload(zofia, 'ława'), name: 'a.txt' })).status, 201) // prettier-ignore
  })

  it('finds every answer closed to it by its headers', async () => {
    const { body } = await zofia.ask('POST', 'tasks', { title: 'Stół' })
    const file = { roomId: body.id, uploadId: await upload(zofia, 'stół'), name: 'stół.txt' }
    const { id } = (await zofia.ask('POST', 'files', file)).body
    const authorization = `Bearer ${zofia.token}`
    const tus = { authorization, 'tus-resumable': '1.0.0', 'upload-length': '4' }
    for (const [method, path, status, headers] of [
      ['GET', '/', 200, {}],
      ['GET', '/tasks', 200, {}],
      ['GET', '/api/health', 200, {}],
      ['GET', '/api/tasks', 401, {}],
      ['POST', '/api/setup', 403, { origin: 'null' }],
      ['GET', '/api/nothing', 404, {}],
      ['GET', `/api/files/${id}/content`, 200, { authorization }],
      ['POST', '/api/uploads', 201, tus]
    ] as const) {
      const answer = await send(method, path, headers)
      assert.equal(answer.status, status, path)
      const given = answer.headers
      assert.equal(given['strict-transport-security'], 'max-age=31536000', path)
      assert.equal(given['cross-origin-opener-policy'], 'same-origin', path)
      assert.equal(given['cross-origin-resource-policy'], 'same-origin', path)
      assert.match(`${given['permissions-policy']}`, /camera=\(\), .*geolocation=\(\)/, path)
      assert.equal(given['x-content-type-options'], 'nosniff', path)
    }
  })

  it('sets no cookie for us from a neighbouring host: ours is of this host alone', async () => {
    const { headers } = await send('POST', '/api/authentication', {}, credentials)
    const [session, device, old] = headers['set-cookie']!
    assert.match(session!, /^__Host-strefa=[^;]+; HttpOnly; SameSite=Lax; Path=\/; Max-Age=\d+; Secure$/)
    assert.match(device!, /^__Host-strefa-device=[^;]+; .*Path=\/; .*Secure$/)
    assert.match(old!, /^strefa=; .*Max-Age=0; Secure$/)
    const token = session!.split(/[=;]/)[1]
    assert.equal(
      (await send('GET', '/api/sessions/current', { cookie: `__Host-strefa=${token}` })).status,
      200
    )
    assert.equal((await send('GET', '/api/sessions/current', { cookie: `strefa=${token}` })).status, 401)
    const both = { cookie: `strefa=planted; __Host-strefa=${token}` }
    assert.equal((await send('GET', '/api/sessions/current', both)).status, 200)
  })

  it('without https there is no such name and no HSTS, and one signs in', async () => {
    const plain = await startTestServer()
    const answer = await fetch(`${plain.base}/api/setup`)
    assert.equal(answer.headers.get('strict-transport-security'), null)
    const code = await plain.setupCode()
    const post = (path: string, data: object) =>
      fetch(`${plain.base}/api/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(data)
      })
    assert.equal((await post('setup', { ...owner, code })).status, 201)
    const [session] = (await post('authentication', credentials)).headers.getSetCookie()
    assert.match(session!, /^strefa=[^;]+; HttpOnly; SameSite=Lax; Path=\/; Max-Age=\d+$/)
    await plain.stop()
  })
})
