import assert from 'node:assert/strict'
import sharp from 'sharp'
import { Firm, people, type Name } from './mail/firm.ts'
import { killOutright } from './support/strefa.ts'
import { content, upload } from './support/upload.ts'

/** Ways by which such products have told outsiders what was not meant for them; beside each, that the rightful get it. */
describe('a leak', function () {
  this.timeout(30_000)
  let firm: Firm

  before(async () => {
    firm = await Firm.open()
    for (const name of people) await firm.person[name].listen()
  })
  beforeEach(() => firm.newRoom())
  after(() => firm.close())

  const ask = (name: Name, method: string, path: string, data?: object) =>
    firm.person[name].ask(method, path, data)
  const status = async (name: Name, path: string, data?: object) =>
    (await ask(name, data ? 'POST' : 'GET', path, data)).status
  const text = async (name: Name, path: string) => JSON.stringify((await ask(name, 'GET', path)).body)
  const comment = (body: string, more: object = {}) => ({ roomId: firm.roomId, body, ...more })
  const bodies = async (name: Name, roomId = firm.roomId): Promise<string[]> =>
    (await ask(name, 'GET', `comments?roomId=${roomId}`)).body.data.map(({ body }: any) => body)
  const names = async (name: Name, roomId: string): Promise<string[]> =>
    (await ask(name, 'GET', `files?roomId=${roomId}`)).body.data.map((file: any) => file.name).sort()
  const sendFile = async (name: Name, data: { name: string; audience?: string[] }) => {
    const uploadId = await upload(firm.person[name], data.name)
    return firm.as(name, 'POST', 'files', { roomId: firm.roomId, uploadId, ...data })
  }
  const everyone = { audience: ['client', 'partner'] }
  const clients = { audience: ['client'] }

  /** What comes before this word has been heard too. */
  const heardAll = async (name: Name) => {
    const last = await firm.say('ola', 'ostatnie słowo', everyone)
    await firm.person[name].hears('comments created', ({ id }) => id === last.id)
    return firm.person[name].heard
  }

  it('by a forged audience, on create and on patch', async () => {
    const own = await firm.say('kasia', 'moje')
    assert.equal(await status('kasia', 'comments', comment('x', everyone)), 400)
    assert.equal((await ask('kasia', 'PATCH', `comments/${own.id}`, everyone)).status, 400)
    assert.deepEqual(await bodies('marek'), [])
    assert.equal((await ask('ola', 'PATCH', `comments/${own.id}`, everyone)).status, 200)
    assert.deepEqual(await bodies('marek'), ['moje'])
  })

  it('by a forged author', async () => {
    const forged = comment('x', { authorId: firm.person.ola.id })
    assert.equal(await status('kasia', 'comments', forged), 400)
    assert.equal(await status('jan', 'comments', forged), 400)
    assert.equal((await firm.say('kasia', 'moje')).authorId, firm.person.kasia.id)
  })

  it('by an answer to what one does not see', async () => {
    const hidden = await firm.say('ola', 'partnerzy', { audience: ['partner'] })
    const nothing = '00000000-0000-4000-8000-000000000000'
    const answers = await Promise.all(
      [hidden.id, nothing].map((parentId) => ask('kasia', 'POST', 'comments', comment('x', { parentId })))
    )
    assert.deepEqual(answers[0], answers[1], 'the hidden is the same as what never was')
    assert.equal(answers[0]!.status, 404)
    assert.equal(await status('marek', 'comments', comment('x', { parentId: hidden.id })), 201)
  })

  it('by one id asked for as a task and as a sales activity', async () => {
    const sale = await firm.as('ola', 'POST', 'sales-activities', { title: 'Oferta dla kogo innego' })
    await firm.as('ola', 'POST', 'comments', { roomId: sale.id, body: 'tajne' })
    for (const path of [`tasks/${sale.id}`, `sales-activities/${sale.id}`, `sales-activities/${firm.roomId}`])
      assert.equal(await status('kasia', path), 404)
    assert.deepEqual(await bodies('kasia', sale.id), [])
    assert.equal(await status('kasia', `tasks/${firm.roomId}`), 200)
    assert.equal(await status('ola', `tasks/${sale.id}`), 404)
    assert.equal(await status('ola', `sales-activities/${sale.id}`), 200)
  })

  it('by old and new values of internal fields in the timeline', async () => {
    await firm.as('ola', 'PATCH', `tasks/${firm.roomId}`, { estimate: 71_930, internalNotes: 'marża', status: 'doing' }) // prettier-ignore
    await firm.as('ola', 'PATCH', `tasks/${firm.roomId}`, { estimate: 84_600 })
    const timeline = `timeline?roomId=${firm.roomId}`
    const told = await text('kasia', timeline)
    assert.doesNotMatch(told, /71930|84600|marża|estimate|internalNotes/)
    assert.match(told, /"doing"/)
    assert.match(await text('ola', timeline), /71930.*|84600.*/)
  })

  it('by content in the event of a removal', async () => {
    const { id } = await firm.say('ola', 'do wycofania', clients)
    await firm.as('ola', 'DELETE', `comments/${id}`)
    const gone = await firm.as('ola', 'POST', 'tasks', {
      title: 'Do usunięcia',
      participants: [{ userId: firm.person.kasia.id, role: 'notified' }]
    })
    await firm.as('ola', 'DELETE', `tasks/${gone.id}`)
    await firm.person.kasia.hears('tasks removed', (data) => data.id === gone.id)
    const { heard } = firm.person.kasia
    const removals = heard.filter(
      ({ name, data }) => name.endsWith('removed') && [id, gone.id].includes(data.id)
    )
    assert.deepEqual(
      removals.map(({ data }) => data),
      [{ id, roomId: firm.roomId }, { id: gone.id }]
    )
    assert.ok(heard.some(({ name, data }) => name === 'comments created' && data.body === 'do wycofania'))
  })

  it('by the event of an edit after a narrowing', async () => {
    const { id } = await firm.say('ola', 'przed', clients)
    await firm.as('ola', 'PATCH', `comments/${id}`, { audience: [firm.parties.b] })
    await firm.as('ola', 'PATCH', `comments/${id}`, { body: 'po zawężeniu' })
    assert.doesNotMatch(JSON.stringify(await heardAll('kasia')), /po zawężeniu/)
    assert.match(JSON.stringify(await heardAll('piotr')), /po zawężeniu/)
  })

  it('by the socket of a suspended person', async () => {
    const { tomek, kasia } = firm.person
    const closed = new Promise((resolve) => tomek.socket!.on('disconnect', resolve))
    await firm.as('ola', 'PATCH', `users/${tomek.id}`, { active: false })
    await firm.say('ola', 'po zawieszeniu', clients)
    assert.equal(await closed, 'io server disconnect')
    await kasia.hears('comments created', ({ body }) => body === 'po zawieszeniu')
    assert.ok(!tomek.heard.some(({ data }) => data.body === 'po zawieszeniu'))
    assert.equal(await status('tomek', 'tasks'), 401)
    await firm.deliver()
    assert.deepEqual(firm.smtp.to('tomek@example.com'), [])
    assert.ok(firm.smtp.to('kasia@example.com').length > 0)
    await firm.as('ola', 'PATCH', `users/${tomek.id}`, { active: true })
    firm.person.tomek = await firm.server.signIn('tomek@example.com', 'dobre hasło')
    await firm.person.tomek.listen()
  })

  it('by a reaction to what one does not see, or to what one sees no more', async () => {
    const hidden = await firm.say('ola', 'partnerzy', { audience: ['partner'] })
    const nothing = '00000000-0000-4000-8000-000000000000'
    const react = (name: Name, commentId: string) =>
      ask(name, 'POST', 'reactions', { commentId, sign: 'agreed' })
    const answers = await Promise.all([hidden.id, nothing].map((commentId) => react('kasia', commentId)))
    assert.deepEqual(answers[0], answers[1], 'the hidden is the same as what never was')
    assert.equal(answers[0]!.status, 404)
    assert.equal((await react('marek', hidden.id)).status, 201)

    const seen = await firm.say('ola', 'wszystkim', everyone)
    for (const name of ['kasia', 'marek', 'ola'] as const) await react(name, seen.id)
    const authors = async (name: Name) =>
      (await ask(name, 'GET', `reactions?commentId=${seen.id}`)).body.data.map(({ authorId }: any) => authorId).sort() // prettier-ignore
    const { kasia, marek, ola } = firm.person
    assert.deepEqual(await authors('ola'), [kasia.id, marek.id, ola.id].sort())
    assert.deepEqual(await authors('kasia'), [kasia.id, ola.id].sort(), 'parties do not learn of each other')
    assert.deepEqual(await authors('marek'), [marek.id, ola.id].sort())
    await firm.as('ola', 'PATCH', `comments/${seen.id}`, { audience: ['partner'] })
    assert.deepEqual(await authors('kasia'), [])
    assert.deepEqual(await authors('marek'), [marek.id, ola.id].sort())
    assert.deepEqual(await authors('ola'), [marek.id, ola.id].sort())
    const last = await firm.say('ola', 'ostatnie', everyone)
    await kasia.hears('comments created', ({ id }) => id === last.id)
    assert.ok(!kasia.heard.some(({ data }) => data.authorId === marek.id))
  })

  it('by a copy that forgets who may see', async () => {
    await firm.say('ola', 'po cichu')
    await firm.say('ola', 'partnerzy', { audience: ['partner'] })
    const shared = await firm.say('ola', 'wszyscy', everyone)
    await firm.say('ola', 'odpowiedź klientom', { parentId: shared.id, ...clients })
    await firm.say('kasia', 'słowa klienta')
    await sendFile('ola', { name: 'wewnętrzny.txt' })
    await sendFile('ola', { name: 'partnerom.txt', audience: ['partner'] })
    await sendFile('ola', { name: 'klientom.txt', ...clients })
    await sendFile('kasia', { name: 'od klienta.txt' })
    const uploads = [{ id: await upload(firm.person.ola, 'w środku'), name: 'załącznik.txt' }]
    const carrier = await firm.say('ola', 'z załącznikiem', { ...clients, uploads })
    const [attached] = (await firm.as('ola', 'GET', `files?commentId=${carrier.id}`)).data
    await firm.as('ola', 'PATCH', `files/${attached.id}`, { audience: [] })
    await firm.as('ola', 'DELETE', `participants/${await firm.seatOf('marek')}`)
    const parts = ['participants', 'comments', 'links', 'files']
    const copy = await firm.as('ola', 'POST', 'copies', { roomId: firm.roomId, title: 'Kopia', parts })
    assert.deepEqual((await bodies('kasia', copy.id)).sort(), [
      'odpowiedź klientom',
      'wszyscy',
      'z załącznikiem'
    ])
    assert.deepEqual(await names('kasia', copy.id), ['klientom.txt'])
    assert.deepEqual(await bodies('marek', copy.id), [])
    const seat = { roomId: copy.id, userId: firm.person.marek.id, role: 'notified' }
    await firm.as('ola', 'POST', 'participants', seat)
    assert.deepEqual(await bodies('marek', copy.id), [], 'who was not in the copy is dropped from it')
    assert.deepEqual(await names('marek', copy.id), [])
    assert.equal((await bodies('ola', copy.id)).length, 5)
    const copied = ['klientom.txt', 'partnerom.txt', 'wewnętrzny.txt', 'załącznik.txt']
    assert.deepEqual(await names('ola', copy.id), copied)
    const [seen] = (await firm.as('kasia', 'GET', `files?roomId=${copy.id}`)).data
    assert.equal(await (await content(firm.person.kasia, `${seen.id}/content`)).text(), 'klientom.txt')
    assert.equal((await ask('kasia', 'POST', 'copies', { roomId: copy.id, title: 'x', parts })).status, 403)
  })

  it('by counts and the bounds of pages', async () => {
    for (const at of [1, 2, 3]) await firm.say('ola', `klientom ${at}`, clients)
    const page = `comments?roomId=${firm.roomId}&$limit=2&$skip=1`
    const rooms = 'tasks?$limit=1'
    const before = [await text('kasia', page), await text('kasia', rooms)]
    await firm.say('ola', 'po cichu')
    await firm.say('piotr', 'od innego klienta')
    await firm.as('ola', 'POST', 'tasks', { title: 'Cudzy pokój' })
    assert.deepEqual([await text('kasia', page), await text('kasia', rooms)], before)
    assert.match(await text('ola', page), /"total":5/)
    await firm.say('ola', 'klientom 4', clients)
    assert.match(await text('kasia', page), /"total":4/)
  })

  it('by a sort on what is hidden', async () => {
    for (const field of ['estimate', 'cost', 'internalUpdatedAt', 'organizationId'])
      assert.equal(await status('kasia', `tasks?$sort[${field}]=1`), 400, field)
    assert.equal(await status('kasia', 'sales-activities?$sort[value]=1'), 400)
    assert.equal(await status('kasia', 'tasks?$sort[title]=1'), 200)
    assert.equal(await status('ola', 'tasks?$sort[internalUpdatedAt]=1'), 200)
  })

  it('by a filter on what is hidden', async () => {
    for (const question of [
      'tasks?private=false',
      'tasks?estimate[$gt]=1',
      'comments?audience=x',
      'users?email=x'
    ])
      assert.equal(await status('kasia', question), 400, question)
    assert.equal(await status('kasia', 'tasks?status=todo'), 200)
    assert.equal(await status('ola', 'tasks?private=false'), 200)
  })

  it('by a filter through a relation', async () => {
    await firm.say('piotr', 'od innego klienta')
    for (const question of [
      `tasks?participantId=${firm.person.piotr.id}`,
      `users?organizationId=${firm.parties.b.split(':')[1]}`,
      `comments?parentId=null`
    ])
      assert.equal(await status('kasia', question), 400, question)
    for (const path of [
      `comments?authorId=${firm.person.piotr.id}`,
      `participants?userId=${firm.person.piotr.id}`
    ])
      assert.match(await text('kasia', path), /"total":0/, path)
    assert.match(await text('kasia', `participants?userId=${firm.person.tomek.id}&roomId=${firm.roomId}`), /"total":1/) // prettier-ignore
    assert.match(await text('ola', `comments?authorId=${firm.person.piotr.id}&roomId=${firm.roomId}`), /"total":1/) // prettier-ignore
  })

  it('by who wrote last, and when', async () => {
    await firm.say('ola', 'klientom', clients)
    const before = [await text('kasia', 'reads'), await text('kasia', `tasks/${firm.roomId}`)]
    await firm.say('jan', 'po cichu')
    await firm.say('marek', 'od partnera')
    await firm.as('ola', 'PATCH', `tasks/${firm.roomId}`, { internalNotes: 'notatka' })
    assert.deepEqual([await text('kasia', 'reads'), await text('kasia', `tasks/${firm.roomId}`)], before)
    await firm.say('ola', 'znowu klientom', clients)
    assert.notEqual(await text('kasia', 'reads'), before[0])
  })

  it('by those one may mention', async () => {
    const names = await text('kasia', 'users')
    assert.doesNotMatch(names, /Piotr|Marek/)
    assert.match(names, /Tomek/)
    const mention = (name: Name) =>
      status('kasia', 'comments', comment('@', { mentions: [firm.person[name].id] }))
    assert.equal(await mention('piotr'), 400)
    assert.equal(await mention('tomek'), 201)
    assert.equal(await status('ola', 'comments', comment('@', { mentions: [firm.person.piotr.id] })), 400)
    const toPiotr = comment('@', { mentions: [firm.person.piotr.id], ...clients })
    assert.equal(await status('ola', 'comments', toPiotr), 201)
  })

  it('by searching the contact book', async () => {
    const seat = { roomId: firm.roomId, userId: firm.person.ola.id, role: 'performer' }
    await firm.as('ola', 'POST', 'participants', seat)
    for (const hidden of ['Jan', 'Piotr', 'Marek', 'example.com&search=jan'])
      assert.doesNotMatch(await text('kasia', `contacts?search=${hidden}`), /Jan|Piotr|Marek/)
    assert.match(await text('kasia', 'contacts?search=Ola'), /Ola Wrona/)
  })

  it('by a narrowing that races with an answer', async () => {
    for (let round = 0; round < 8; round++) {
      const parent = await firm.say('ola', `wątek ${round}`, everyone)
      const [, answer] = await Promise.all([
        ask('ola', 'PATCH', `comments/${parent.id}`, clients),
        ask('jan', 'POST', 'comments', comment(`odpowiedź ${round}`, { parentId: parent.id, ...everyone }))
      ])
      assert.ok([201, 400].includes(answer!.status), JSON.stringify(answer!.body))
    }
    assert.deepEqual(await bodies('marek'), [])
    assert.ok((await bodies('kasia')).length >= 8)
    await heardAll('marek')
  })

  it('by a membership that ends between reading and sending', async () => {
    await firm.say('ola', 'dla klientów', clients)
    await firm.read()
    await firm.as('ola', 'DELETE', `participants/${await firm.seatOf('kasia')}`)
    await firm.deliver()
    assert.deepEqual(firm.smtp.to('kasia@example.com'), [])
    assert.match(firm.smtp.to('tomek@example.com').map(({ text }) => text).join(), /dla klientów/) // prettier-ignore
    assert.equal(await status('kasia', `tasks/${firm.roomId}`), 404)
    assert.deepEqual(await bodies('kasia'), [])
  })

  it('by showing a later client what was said before them', async () => {
    await firm.newRoom('Bez Piotra', ['kasia', 'marek'])
    await firm.say('ola', 'do dzisiejszych klientów', clients)
    await firm.say('kasia', 'od klienta')
    const seat = { roomId: firm.roomId, userId: firm.person.piotr.id, role: 'notified' }
    await firm.as('ola', 'POST', 'participants', seat)
    assert.deepEqual(await bodies('piotr'), [])
    assert.doesNotMatch(await text('piotr', `timeline?roomId=${firm.roomId}`), /comments/)
    await firm.say('ola', 'do wszystkich klientów', clients)
    assert.deepEqual(await bodies('piotr'), ['do wszystkich klientów'])
  })

  it('by a client’s edit after others were shown their words', async () => {
    const { id } = await firm.say('kasia', 'między nami')
    await firm.as('ola', 'PATCH', `comments/${id}`, everyone)
    await firm.person.piotr.hears('comments created', (data) => data.id === id)
    await firm.as('kasia', 'PATCH', `comments/${id}`, { body: 'tylko dla firmy: kod 1234' })
    await firm.person.piotr.hears('comments removed', (data) => data.id === id)
    for (const name of ['piotr', 'marek'] as const) {
      assert.doesNotMatch(JSON.stringify(await heardAll(name)), /1234/)
      assert.equal(await status(name, `comments/${id}`), 404)
    }
    for (const name of ['kasia', 'tomek', 'ola'] as const)
      assert.match(await text(name, `comments/${id}`), /1234/)
  })

  it('by a picture that comes at once because somebody else has looked at it', async () => {
    const workers = firm.server.app.get('workers')
    const bytes = await sharp({ create: { width: 90, height: 90, channels: 3, background: 'teal' } })
      .png()
      .toBuffer()
    const keep = async (name: Name, more: object = {}) =>
      firm.as(name, 'POST', 'files', { roomId: firm.roomId, uploadId: await upload(firm.person[name], bytes), name: 'rzut.png', ...more }) // prettier-ignore
    const [internal, shared, own] = [await keep('ola'), await keep('ola', clients), await keep('kasia')]
    const look = async (name: Name, { id }: { id: string }) =>
      (await content(firm.person[name], `${id}/preview`)).status
    assert.deepEqual(
      [await look('ola', internal), await look('ola', shared), await look('kasia', shared)],
      [200, 200, 200]
    )
    // From here on nothing can be drawn: what is answered was drawn before, what is missing would be drawn anew.
    workers.limits = { memory: 1 }
    for (const pid of workers.pids) await killOutright(pid)
    assert.equal(await look('kasia', own), 404, 'the firm has seen the same content')
    assert.equal(await look('piotr', shared), 404, 'the firm and another client have seen the same record')
    assert.deepEqual([await look('ola', internal), await look('kasia', shared)], [200, 200], 'each their own')
    assert.equal(await look('tomek', shared), 200, 'and their party’s')
    workers.limits = {}
  })

  it('by the number of a version, and what is asked for by it', async () => {
    const bring = async (id: string, text: string) =>
      firm.as('ola', 'PATCH', `files/${id}`, { uploadId: await upload(firm.person.ola, text) })
    const { id } = await sendFile('ola', { name: 'oferta.txt' })
    for (const text of ['druga', 'trzecia', 'czwarta']) await bring(id, text)
    await firm.as('ola', 'PATCH', `files/${id}`, clients)
    const plain = await sendFile('ola', { name: 'plan.txt', audience: ['client'] })
    const seen = async (name: Name, file: { id: string }) => {
      const { version, editedAt } = await firm.as(name, 'GET', `files/${file.id}`)
      return [version, editedAt !== null]
    }
    assert.deepEqual(
      await seen('kasia', { id }),
      await seen('kasia', plain),
      'hidden versions leave no trace'
    )
    assert.deepEqual(await seen('ola', { id }), [4, true])
    const statuses = async (name: Name) =>
      Promise.all([1, 2, 3, 4].map(async (version) => (await content(firm.person[name], `${id}/content?version=${version}`)).status)) // prettier-ignore
    assert.deepEqual(await statuses('kasia'), [200, 404, 404, 404])
    assert.deepEqual(await statuses('ola'), [200, 200, 200, 200])

    const asked = await firm.as('ola', 'POST', 'decisions', {
      ...{ roomId: firm.roomId, question: 'Czy tak?', kind: 'approval', about: [{ kind: 'file', id }] },
      askedIds: [firm.person.kasia.id]
    })
    const { about } = await firm.as('kasia', 'GET', `decisions/${asked.id}`)
    assert.equal(about[0].version, 1)
    await bring(id, 'piąta')
    assert.deepEqual(await seen('kasia', { id }), [2, true], 'what is replaced before their eyes counts')
    const pinned = await content(firm.person.kasia, `${id}/content?hash=${about[0].hash}`)
    assert.equal(await pinned.text(), 'czwarta')
    assert.doesNotMatch(await text('kasia', `timeline?roomId=${firm.roomId}`), /"(from|to)":[45]/)
  })

  it('by the time of an edit that nobody outside saw', async () => {
    const edit = (service: string, id: string, data: object) =>
      firm.as('ola', 'PATCH', `${service}/${id}`, data)
    const link = { roomId: firm.roomId, url: 'https://example.com/', title: 'Rzut' }
    const made = {
      comments: [await firm.say('ola', 'przed'), { body: 'po' }, clients],
      links: [await firm.as('ola', 'POST', 'links', link), { title: 'Rzut 2' }, clients],
      files: [await sendFile('ola', { name: 'rzut.txt' }), { name: 'rzut 2.txt' }, clients],
      news: [await firm.as('ola', 'POST', 'news', { title: 'Nowe', body: 'przed' }), { body: 'po' }, clients]
    } as const
    const editedAt = async (name: Name, service: string, id: string): Promise<string | null> =>
      (await firm.as(name, 'GET', `${service}/${id}`)).editedAt
    for (const [service, [{ id }, change, audience]] of Object.entries(made)) {
      await edit(service, id, change)
      await edit(service, id, audience)
      assert.equal(await editedAt('kasia', service, id), null, service)
      assert.ok(await editedAt('ola', service, id))
      await edit(
        service,
        id,
        service === 'files' ? { name: 'rzut 3.txt' } : { [Object.keys(change)[0]!]: 'jawnie' }
      )
      const told = await editedAt('kasia', service, id)
      assert.ok(told, `${service}: what was edited before their eyes`)
      await edit(service, id, { audience: [] })
      await edit(service, id, change)
      await edit(service, id, audience)
      assert.equal(await editedAt('kasia', service, id), told, service)
      assert.ok((await editedAt('ola', service, id))! > told)
    }
    await firm.as('ola', 'DELETE', `news/${made.news[0].id}`)
  })

  it('by a refusal to answer a reply whose parent is hidden', async () => {
    const reply = (name: Name, parentId: string) =>
      ask(name, 'POST', 'comments', comment('odpowiedź', { parentId }))
    const parent = await firm.say('ola', 'pytanie', clients)
    const { body: hanging } = await reply('kasia', parent.id)
    assert.equal((await reply('tomek', hanging.id)).status, 400, 'threads are one level deep')
    await firm.as('ola', 'PATCH', `comments/${parent.id}`, { audience: [firm.parties.b] })
    const plain = await firm.say('kasia', 'zwykły')

    const answers = [await reply('tomek', hanging.id), await reply('tomek', plain.id)]
    assert.deepEqual(answers.map(({ status, body }) => [status, body.parentId]), [[201, hanging.id], [201, plain.id]]) // prettier-ignore
    const [second] = answers.map(({ body }) => body.id)
    const kinds = async (name: Name) =>
      (await firm.as(name, 'GET', 'notifications')).data.filter(({ recordId }: any) => answers.some(({ body }) => body.id === recordId)).map(({ kind }: any) => kind) // prettier-ignore
    assert.deepEqual(await kinds('kasia'), ['reply', 'reply'])
    assert.equal((await reply('kasia', second)).status, 400, 'one level deep here too')
    assert.equal(
      (await firm.as('ola', 'GET', `comments/${second}`)).parentId,
      parent.id,
      'one thread for the firm'
    )
    assert.equal((await ask('piotr', 'GET', `comments/${second}`)).status, 404)

    await firm.as('ola', 'PATCH', `comments/${parent.id}`, clients)
    await firm.person.tomek.hears(
      'comments patched',
      ({ id, parentId }) => id === second && parentId === parent.id
    )
    assert.equal((await reply('tomek', hanging.id)).status, 400, 'they see what it hangs on')

    await firm.as('ola', 'PATCH', `comments/${parent.id}`, { audience: [firm.parties.b] })
    await firm.as('kasia', 'DELETE', `comments/${hanging.id}`)
    await firm.person.tomek.hears(
      'comments patched',
      ({ id, parentId }) => id === second && parentId === null
    )
    assert.equal((await firm.as('tomek', 'GET', `comments/${second}`)).parentId, null)
  })

  it('by a refusal of the firm’s answer to a reply whose parent was taken back', async () => {
    const parent = await firm.say('kasia', 'pytanie')
    const hanging = await firm.say('tomek', 'odpowiedź', { parentId: parent.id })
    await firm.as('kasia', 'DELETE', `comments/${parent.id}`)
    assert.equal((await firm.as('ola', 'GET', `comments/${hanging.id}`)).parentId, null)
    const audience = [firm.parties.a]
    const answer = await firm.say('ola', 'my też', { parentId: hanging.id, audience })
    assert.equal(answer.parentId, hanging.id)
    assert.equal(await status('ola', 'comments', comment('za szeroko', { parentId: hanging.id, audience: [firm.parties.b] })), 400) // prettier-ignore
    assert.equal((await firm.as('tomek', 'GET', `comments/${answer.id}`)).parentId, hanging.id)
  })
})
