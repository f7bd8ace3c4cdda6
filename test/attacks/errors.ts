/** Whatever a stranger or a client sends is answered by a sentence in their language, and never by an error of ours. */
import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { io } from 'socket.io-client'
import { Firm } from '../mail/firm.ts'

describe('an attack by questions that make no sense', function () {
  this.timeout(60_000)
  let firm: Firm
  const complained: string[] = []
  const { error: complain } = console

  before(async () => {
    firm = await Firm.open()
    await firm.newRoom()
    await firm.person.kasia.listen()
    console.error = (...said: unknown[]) => void complained.push(said.join(' '))
  })
  afterEach(() => assert.deepEqual(complained.splice(0), [], 'nothing that anybody sends fills the log'))
  after(async () => {
    console.error = complain
    firm.person.kasia.socket?.disconnect()
    await firm.close()
  })

  interface Said {
    status: number
    message: string
  }

  const ask = async (path: string, init: RequestInit & { as?: 'kasia' | 'ola' } = {}): Promise<Said> => {
    const { token } = firm.person[init.as ?? 'kasia']
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'accept-language': 'pl'
    }
    const answer = await fetch(`${firm.server.base}/api/${path}`, {
      ...init,
      headers: { ...headers, ...(init.headers as object) }
    })
    const body: any = await answer.json()
    assert.ok(!JSON.stringify(body).includes('/server/'), 'no path of ours')
    return { status: answer.status, message: body.message }
  }

  const overSocket = (...packet: unknown[]): Promise<Said> =>
    firm.person.kasia.call(...packet).then(
      () => ({ status: 200, message: '' }),
      (error) => {
        assert.ok(!('stack' in error), 'no stack')
        return { status: error.code, message: error.message }
      }
    )

  it('answers names that every object has like any other that is not there', async () => {
    const unknown = await ask('nowhere')
    assert.equal(unknown.status, 404)
    for (const path of [
      'constructor',
      '__proto__',
      'toString',
      'tasks/x/constructor',
      'hasOwnProperty/__proto__'
    ])
      assert.deepEqual(await ask(path), unknown, path)
    assert.equal((await ask('tasks/constructor')).status, 404)
    for (const path of ['constructor', '__proto__', 'nowhere', 7, null])
      assert.deepEqual(await overSocket('find', path), unknown, String(path))
    assert.match(unknown.message, /^Nic tu nie ma/)
  })

  it('answers a body that is not compressed as it says', async () => {
    const gzip = { 'content-encoding': 'gzip' }
    const post = (body: string | Uint8Array<ArrayBuffer>) =>
      ask('comments', { method: 'POST', headers: gzip, body })
    assert.equal((await post('no gzip at all')).status, 400)
    const cut = new Uint8Array(gzipSync('{"body":"x"}').subarray(0, 20))
    assert.equal((await post(cut)).status, 400)
  })

  it('answers calls over a socket without an id, with too much, or with nothing to answer to', async () => {
    for (const [service, methods] of [
      ['comments', ['get', 'patch', 'remove']],
      ['tasks', ['get']],
      ['links', ['get', 'patch', 'remove']],
      ['preferences', ['get', 'patch']]
    ] as const)
      for (const method of methods)
        for (const id of [undefined, null, { a: 1 }, 7, ['x'], 'x'.repeat(300), '\0']) {
          const { status, message } = await overSocket(
            method,
            service,
            id,
            {},
            ...(method === 'patch' ? [{}] : [])
          )
          assert.ok(status === 400 || status === 404, `${method} ${service} ${String(id)}: ${status}`)
          assert.match(message, /^(Nic|Nie|W tym|Coś)/)
        }
    for (const packet of [
      ['find', 'tasks', {}, {}, {}],
      ['find', 'tasks', 'x'],
      ['get', 'tasks', [], []],
      ['remove', 'users', 'x', {}],
      ['create', 'tasks'],
      ['publish', 'tasks'],
      ['find']
    ]) {
      const { status, message } = await overSocket(...packet)
      assert.ok(status >= 400 && status < 500, `${JSON.stringify(packet)}: ${status}`)
      assert.doesNotMatch(message, /Service|Method|arguments|Invalid/)
    }
    const { socket } = firm.person.kasia
    for (const packet of [
      ['get', 'tasks'],
      ['find'],
      ['remove', 'comments', null],
      ['create', 'comments', 7]
    ] as const)
      socket!.emit(...(packet as [string]))
    assert.equal((await overSocket('find', 'tasks', {})).status, 200)
  })

  it('answers a stranger’s socket in the language of their browser', async () => {
    const stranger = io(firm.server.base, {
      transports: ['websocket'],
      forceNew: true,
      extraHeaders: { 'accept-language': 'pl' }
    })
    try {
      const error: any = await new Promise((resolve) => stranger.emit('get', 'tasks', 'x', {}, resolve))
      assert.deepEqual([error.code, error.message], [401, 'Zaloguj się, proszę.'])
    } finally {
      stranger.disconnect()
    }
  })

  it('answers methods that are not there in words', async () => {
    for (const method of ['PATCH', 'PROPFIND', 'PUT', 'DELETE']) {
      const { status, message } = await ask('contacts', { method })
      assert.ok([400, 404, 405].includes(status), `${method} ${status}`)
      assert.doesNotMatch(message, /[Mm]ethod/)
    }
  })

  it('answers dates and numbers that are out of range', async () => {
    const late = '+200000-01-01T00:00:00Z'
    for (const query of [
      `createdAt[$gt]=0000-01-01T00:00:00Z`,
      `createdAt[$gt]=${encodeURIComponent(late)}`,
      `createdAt[$gt]=2026-99-99`,
      `createdAt[$lt]=294277-01-01`,
      // Words that PostgreSQL knows, and nobody else.
      'createdAt=yesterday',
      'createdAt[$gt]=-infinity',
      'createdAt=2147483648'
    ])
      for (const service of ['comments', 'files', 'exports', 'links', 'tasks', 'decisions', 'news'])
        assert.equal((await ask(`${service}?${query}`)).status, 400, `${service} ${query}`)
    assert.equal((await ask('tasks?$skip=99999999999999999999')).status, 400)
    assert.equal((await ask('calendar?from=0000-00-00&to=9999-99-99')).status, 400)
  })

  it('answers what the database checks, and a second that only some clocks know', async () => {
    const patch = (path: string, body: object) =>
      ask(path, { method: 'PATCH', body: JSON.stringify(body), as: 'ola' })
    const path = `tasks/${firm.roomId}`
    for (const archivedAt of ['2016-12-31T23:59:60Z', '0000-01-01T00:00:00Z', '2026-02-30T25:00:00Z'])
      assert.equal((await patch(path, { archivedAt })).status, 400, archivedAt)
    for (const dueAt of ['9999-12-31T23:59:59-23:59', '0000-01-01', '2016-12-31T23:59:60Z'])
      assert.equal((await patch(path, { dueAt })).status, 400, dueAt)
    for (const cost of [1e30, -1e30]) assert.equal((await patch(path, { cost })).status, 400)
    assert.equal((await patch(path, { archivedAt: '2026-11-26T10:00:00Z' })).status, 200)
    assert.equal((await patch(path, { archivedAt: null })).status, 200)
  })

  it('says what is wrong with a NUL, and does not pretend that nothing is there', async () => {
    const body = JSON.stringify({ roomId: firm.roomId, body: 'a\0b' })
    const said = await ask('comments', { method: 'POST', body })
    assert.equal(said.status, 400)
    assert.match(said.message, /znak, którego nie da się zapisać/)
    const half = JSON.stringify({ roomId: firm.roomId, body: 'half' }).replace('half', '\\ud83d')
    assert.ok((await ask('comments', { method: 'POST', body: half })).status < 500)
    assert.equal((await ask('tasks/%00')).status, 404)
    assert.ok((await ask('users?search=%00')).status < 500)
    assert.ok((await ask('organizations?search=%00', { as: 'ola' })).status < 500)
  })

  describe('and races in the database', () => {
    const planted = async (code: string, times: number) => {
      await firm.db.raw('drop sequence if exists "tries"; create sequence "tries"')
      await firm.db.raw(`create or replace function "loseRace"() returns trigger language plpgsql as $$ begin
        if nextval('tries') <= ${times} then raise exception 'lost' using errcode = '${code}'; end if; return new; end $$`)
      await firm.db.raw(
        'create trigger race before insert on links for each row execute function "loseRace"()'
      )
    }
    const link = (url: string) =>
      fetch(`${firm.server.base}/api/links`, {
        method: 'POST',
        headers: { authorization: `Bearer ${firm.person.kasia.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ roomId: firm.roomId, url })
      })
    afterEach(() => firm.db.raw('drop trigger race on links'))

    for (const code of ['40P01', '40001'])
      it(`tries a call again that lost with ${code}, and does it once`, async () => {
        await planted(code, 2)
        const url = `https://o.example/${code}`
        const answer = await link(url)
        assert.equal(answer.status, 201)
        assert.equal(((await answer.json()) as any).url, url)
        const { length } = await firm.db('links').where({ url })
        assert.equal(length, 1)
      })

    for (const [code, times] of [
      ['40P01', 99],
      ['40001', 99],
      ['55P03', 99],
      ['57014', 99],
      ['57P03', 99]
    ] as const)
      // prettier-ignore
      it(`says when to come back where ${code} goes on`, async () => {
        await planted(code, times)
        const answer = await link('https://o.example/never')
        assert.equal(answer.status, 503)
        assert.equal(answer.headers.get('retry-after'), '2')
        const { message }: any = await answer.json()
        assert.doesNotMatch(message, /lost|insert/)
      })

    it('says that the disk is full, and goes on reading', async () => {
      await planted('53100', 99)
      const answer = await link('https://o.example/full')
      assert.equal(answer.status, 507)
      assert.equal(answer.headers.get('retry-after'), '60')
      assert.match(((await answer.json()) as any).message, /skończyło się miejsce/)
      assert.equal((await ask('links')).status, 200)
    })
  })
})
