import assert from 'node:assert/strict'
import { expire } from '../../server/services/exports/exports.make.ts'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inflateSync } from 'node:zlib'
import { problemsIn, type Exported } from '../../server/services/exports/exports.chain.ts'
import { Firm, type Name } from '../mail/firm.ts'
import { upload } from '../support/upload.ts'
import { root } from '../support/strefa.ts'

const run = promisify(execFile)

describe('an export of a room', () => {
  let firm: Firm
  let secrets: string[]
  before(async () => (firm = await Firm.open()))
  beforeEach(fill)
  after(() => firm.close())

  /** Something for everyone, and something for each alone. */
  async function fill() {
    await firm.newRoom('Łazienki, źdźbło i żółć')
    const { roomId } = firm
    await firm.as('ola', 'PATCH', `tasks/${roomId}`, {
      internalNotes: 'marża jedenaście',
      estimate: 47110815
    })
    await firm.say('ola', 'tylko u nas: zapas')
    const shared = await firm.say('ola', 'Dzień dobry, zażółć gęślą jaźń', {
      audience: ['client', 'partner']
    })
    await firm.say('kasia', 'Dziękujemy', { parentId: shared.id })
    await firm.say('marek', 'między partnerem a firmą')
    await firm.say('piotr', 'sprawa wspólnoty')
    await firm.as('ola', 'POST', 'links', {
      roomId,
      url: 'https://example.com/kosztorys',
      title: 'kosztorys wewnętrzny'
    })
    await firm.as('ola', 'POST', 'links', {
      roomId,
      url: 'https://example.com/rzut',
      title: 'Rzut',
      audience: ['client']
    })
    const keep = async (text: string, more: object) =>
      firm.as('ola', 'POST', 'files', {
        ...{ roomId, uploadId: await upload(firm.person.ola, text), ...more }
      })
    await keep('dla klienta', { name: 'oferta.txt', audience: ['client'] })
    await keep('nie dla klienta', { name: 'przedmiar.txt' })
    const ask = (question: string, asked: Name) =>
      firm.as('ola', 'POST', 'decisions', {
        ...{ roomId, question, kind: 'choice', options: ['Kamień jasny', 'Dąb'] },
        askedIds: [firm.person[asked].id]
      })
    const { id, hash } = await ask('Który blat?', 'kasia')
    await firm.as('kasia', 'POST', 'answers', {
      decisionId: id,
      choice: '2',
      reason: 'Cieplejszy',
      shown: hash
    })
    await ask('Czy rozdzielnia gotowa?', 'marek')
    secrets = [
      ...[
        'marża',
        '47110815',
        'zapas',
        'między partnerem',
        'wspólnoty',
        'kosztorys',
        'przedmiar',
        'rozdzielnia',
        'Marek',
        'Piotr'
      ],
      ...['Rumiankowa 8', 'Iskrzak', 'audience', 'sessionId', 'internal', firm.parties.b, firm.parties.c]
    ]
  }

  const order = (name: Name, more: object = {}) =>
    firm.as(name, 'POST', 'exports', { roomId: firm.roomId, ...more })
  async function made(name: Name, more: object = {}) {
    const { id } = await order(name, more)
    let found: any
    await firm.until(async () => {
      found = await firm.as(name, 'GET', `exports/${id}`)
      return ['ready', 'failed'].includes(found.state)
    })
    return found
  }
  const fetchFile = (name: Name, id: string, format: string) =>
    fetch(`${firm.person[name].base}/api/export-files/${id}?format=${format}`, {
      headers: { authorization: `Bearer ${firm.person[name].token}`, 'accept-language': 'pl' }
    })
  const file = async (name: Name, id: string, format: string) => {
    const response = await fetchFile(name, id, format)
    assert.equal(response.status, 200)
    return Buffer.from(await response.arrayBuffer())
  }
  const documentOf = async (name: Name, id: string): Promise<Exported> =>
    JSON.parse((await file(name, id, 'json')).toString())
  const idsIn = (document: Exported, kind: string) =>
    document.entries.filter((entry) => entry.kind === kind).map(({ data }) => data.id)

  it('is made aside, tells how far it is, and is found in the inbox of whoever asked', async () => {
    const { person } = firm
    await person.kasia.listen()
    const { id, state } = await order('kasia')
    assert.equal(state, 'waiting')
    await person.kasia.hears('exports patched', (data) => data.id === id && data.state === 'ready')
    const steps = person.kasia.heard
      .filter(({ name }) => name === 'exports patched')
      .map(({ data }) => data.progress)
    assert.equal(steps.at(-1), 100)
    assert.deepEqual(
      steps,
      steps.toSorted((one, other) => one - other)
    )
    const kinds = async (name: Name) =>
      (await firm.as(name, 'GET', 'notifications')).data.filter(({ recordId }: any) => recordId === id).length
    assert.deepEqual([await kinds('kasia'), await kinds('tomek'), await kinds('jan')], [1, 0, 0])
    person.kasia.socket!.disconnect()
  })

  it('shows an outsider exactly what they can fetch, and no word that is hidden from them', async () => {
    const { id } = await made('kasia')
    const document = await documentOf('kasia', id)
    for (const [service, kind] of [
      ['comments', 'comment'],
      ['links', 'link'],
      ['files', 'file'],
      ['decisions', 'decision'],
      ['participants', 'participant'],
      ['timeline', 'event']
    ] as const)
      // prettier-ignore
      assert.deepEqual(
        idsIn(document, kind).sort(),
        (await firm.as('kasia', 'GET', `${service}?roomId=${firm.roomId}`)).data.map((row: any) => row.id).sort(),
        service
      )
    const seen = [
      JSON.stringify(document),
      (await file('kasia', id, 'html')).toString(),
      textOf(await file('kasia', id, 'pdf'))
    ]
    for (const text of seen) {
      assert.ok(text.includes('Dziękujemy') && text.includes('oferta.txt') && text.includes('Cieplejszy'))
      for (const secret of secrets) assert.ok(!text.includes(secret), secret)
    }
  })

  it('is for staff complete, or the same as a party would make it', async () => {
    const complete = await documentOf('jan', (await made('jan')).id)
    const whole = JSON.stringify(complete)
    for (const secret of ['marża', 'zapas', 'między partnerem', 'Czy rozdzielnia'])
      assert.ok(whole.includes(secret))
    const asClient = await documentOf('jan', (await made('jan', { party: firm.parties.a })).id)
    const own = await documentOf('kasia', (await made('kasia')).id)
    assert.deepEqual(
      asClient.entries.map(({ data }) => data),
      own.entries.map(({ data }) => data)
    )
    assert.equal(asClient.header.partyName, 'Saldomiar')
  })

  it('is refused for a party that is not in the room, a room out of sight, or other eyes than one’s own', async () => {
    const code = async (name: Name, more: object) =>
      (await firm.person[name].ask('POST', 'exports', { roomId: firm.roomId, ...more })).status
    assert.equal(await code('kasia', { party: firm.parties.b }), 400)
    assert.equal(await code('ola', { party: `client:${firm.roomId}` }), 400)
    await firm.as('ola', 'DELETE', `participants/${await firm.seatOf('piotr')}`)
    assert.equal(await code('piotr', {}), 404)
    assert.equal(await code('kasia', {}), 201)
  })

  it('is handed to nobody but whoever asked, and to them only while they see the room', async () => {
    const { id } = await made('kasia')
    for (const name of ['tomek', 'piotr', 'marek', 'ola'] as const) {
      assert.equal((await fetchFile(name, id, 'pdf')).status, 404)
      assert.equal((await firm.person[name].ask('GET', `exports/${id}`)).status, 404)
    }
    assert.equal((await fetch(`${firm.person.kasia.base}/api/export-files/${id}?format=pdf`)).status, 401)
    const response = await fetchFile('kasia', id, 'pdf')
    assert.equal(response.headers.get('content-type'), 'application/pdf')
    assert.match(response.headers.get('content-disposition') ?? '', /^attachment; filename="strefa-.*\.pdf"$/)
    await firm.as('ola', 'DELETE', `participants/${await firm.seatOf('kasia')}`)
    assert.equal((await fetchFile('kasia', id, 'pdf')).status, 404)
  })

  it('is not handed over any more when something in it was hidden since', async () => {
    const { id } = await made('kasia')
    const { data } = await firm.as('kasia', 'GET', `comments?roomId=${firm.roomId}`)
    const shared = data.find(({ body }: any) => body.startsWith('Dzień dobry'))
    await firm.say('ola', 'jeszcze coś', { audience: ['client'] })
    assert.equal((await fetchFile('kasia', id, 'html')).status, 200)
    await firm.as('ola', 'PATCH', `comments/${shared.id}`, { audience: [firm.parties.c] })
    const refused = await fetchFile('kasia', id, 'html')
    assert.deepEqual([refused.status, ((await refused.json()) as any).data.code], [409, 'exportOutdated'])
  })

  it('is kept for a time, and told when it is no more', async () => {
    const [old, young, fresh] = [await made('kasia'), await made('kasia'), await made('kasia')]
    const { app } = firm.server
    const month = 30 * 24 * 3_600_000
    await app
      .get('db')('exports')
      .where({ id: old.id })
      .update({ readyAt: new Date(Date.now() - month - 60_000) })
    await app.get('db')('exports').where({ id: young.id }).update({ readyAt: new Date(Date.now() - month + 3_600_000) }) // prettier-ignore
    await expire(app)
    assert.equal((await firm.as('kasia', 'GET', `exports/${old.id}`)).state, 'expired')
    const answer = await firm.person.kasia.ask('GET', `export-files/${old.id}?format=json`)
    assert.deepEqual([answer.status, answer.body.message], [409, 'Tego dokumentu już nie przechowujemy. Można przygotować nowy.']) // prettier-ignore
    assert.equal(await app.get('db')('exportFiles').where({ exportId: old.id }).first(), undefined)
    assert.equal((await documentOf('kasia', young.id)).header.exportId, young.id)
    const inbox = (await firm.as('kasia', 'GET', 'notifications')).data
    const told = inbox.filter(({ kind }: any) => kind === 'export').map(({ recordId }: any) => recordId)
    assert.ok(told.includes(fresh.id) && !told.includes(old.id))
  })

  it('is told to nobody else, and leaves no trace in the room', async () => {
    const others = ['tomek', 'piotr', 'jan'] as const
    const learned = () =>
      Promise.all(
        others.map((name) =>
          Promise.all(
            ['exports', 'notifications', 'reads', `timeline?roomId=${firm.roomId}`].map((path) =>
              firm.as(name, 'GET', path)
            )
          )
        )
      )
    const before = await learned()
    await made('kasia')
    assert.deepEqual(await learned(), before)
    assert.ok((await firm.as('kasia', 'GET', 'exports')).total > 0)
  })

  describe('proves itself:', () => {
    const altered: [string, (document: Exported) => void][] = [
      [
        'a word changed',
        ({ entries }) => (entries.find(({ kind }) => kind === 'comment')!.data.body = 'inne')
      ],
      ['an entry dropped', ({ entries }) => entries.splice(3, 1)],
      ['the last entry dropped', ({ entries }) => entries.pop()],
      ['two entries swapped', ({ entries }) => entries.splice(2, 2, entries[3]!, entries[2]!)],
      ['another firm', ({ header }) => (header.firm = 'Inna')],
      [
        'another answer',
        ({ entries }) => (entries.find(({ kind }) => kind === 'decision')!.data.answers[0].choice = '1')
      ],
      [
        'another end',
        (document) => (document.head = document.head.replace(/^./, (sign) => (sign === '0' ? '1' : '0')))
      ]
    ]

    it('as it was made, nothing is wrong with it', async () => {
      const { id, head } = await made('kasia')
      const document = await documentOf('kasia', id)
      assert.deepEqual(problemsIn(document), [])
      assert.equal(document.head, head)
    })

    for (const [what, alter] of altered)
      it(`${what} shows`, async () => {
        const document = await documentOf('kasia', (await made('kasia')).id)
        alter(document)
        assert.ok(problemsIn(document).length > 0)
      })

    it('a command says so', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'strefa-export-'))
      const path = join(folder, 'export.json')
      try {
        const document = await documentOf('kasia', (await made('kasia')).id)
        await writeFile(path, JSON.stringify(document))
        const verify = () => run(process.execPath, [join(root, 'server/verify.ts'), path])
        assert.match((await verify()).stdout, /is as it was made/)
        document.entries.find(({ kind }) => kind === 'comment')!.data.body = 'inne'
        await writeFile(path, JSON.stringify(document))
        await assert.rejects(verify(), { code: 1, stderr: /was altered/ })
      } finally {
        await rm(folder, { recursive: true })
      }
    })
  })

  it('is a PDF of numbered pages whose Polish words can be searched', async () => {
    for (let at = 0; at < 60; at++)
      await firm.say('ola', `Długi wpis ${at}. ${'Zażółć gęślą jaźń. '.repeat(20)}`, { audience: ['client'] })
    const { id } = await made('kasia')
    const pdf = await file('kasia', id, 'pdf')
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
    const text = textOf(pdf)
    for (const words of ['Dobry Fach', 'Łazienki, źdźbło i żółć', 'gęślą', 'Strona 1 z', 'Strona 5 z'])
      assert.ok(text.includes(words), words)
  })
})

/** The text of a PDF by its own tables of glyphs and letters, as a reader searches it. */
function textOf(pdf: Buffer): string {
  const objects = new Map<string, { dictionary: string; stream: string }>()
  const raw = pdf.toString('latin1')
  const pattern = /(\d+) 0 obj\n(<<[\s\S]*?>>)\n(?:stream\n([\s\S]*?)\nendstream\n)?endobj/g
  for (const [, id, dictionary, stream] of raw.matchAll(pattern)) {
    const bytes = stream === undefined ? undefined : Buffer.from(stream, 'latin1')
    const plain = bytes && dictionary!.includes('FlateDecode') ? inflateSync(bytes) : bytes
    objects.set(id!, { dictionary: dictionary!, stream: plain?.toString('latin1') ?? '' })
  }
  const letters = new Map<string, Map<string, string>>()
  const fonts = new Map<string, string>()
  for (const { dictionary } of objects.values())
    for (const [, name, id] of dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g)) fonts.set(name!, id!)
  for (const [name, id] of fonts) {
    const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.dictionary ?? '')?.[1]
    letters.set(name, mapOf(objects.get(map ?? '')?.stream ?? ''))
  }
  const lines: string[] = []
  for (const { stream } of objects.values()) {
    let font = ''
    for (const [, name, shown] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (name) font = name
      else
        lines.push(
          [...shown!.matchAll(/<([0-9a-f]+)>/g)]
            .flatMap(([, hex]) => hex!.match(/.{4}/g) ?? [])
            .map((code) => letters.get(font)?.get(code) ?? '')
            .join('')
        )
    }
  }
  return lines.join('\n')
}

function mapOf(stream: string): Map<string, string> {
  const map = new Map<string, string>()
  for (const [, from, , list] of stream.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/g)) {
    let code = Number.parseInt(from!, 16)
    for (const [, hex] of list!.matchAll(/<([0-9a-f]+)>/g))
      map.set((code++).toString(16).padStart(4, '0'), Buffer.from(hex!, 'hex').swap16().toString('utf16le'))
  }
  return map
}
