import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { Person, startTestServer } from '../../support/server.ts'
import { content, Sending, upload } from '../../support/upload.ts'

describe('a file', () => {
  let server: Awaited<ReturnType<typeof startTestServer>>
  let ola: Person, kasia: Person, piotr: Person, marek: Person, nobody: Person
  let roomId: string

  before(async () => {
    server = await startTestServer({ demo: true })
    const person = (email: string) => server.signIn(email, 'strefa-demo')
    ola = await person('ola@firma.example')
    kasia = await person('kasia@klient-a.example')
    piotr = await person('piotr@klient-b.example')
    marek = await person('marek@partner-a.example')
    nobody = new Person(server.app, server.base)
    for (const each of [ola, kasia, piotr]) await each.listen()
    const participants = [kasia, piotr].map(({ id }) => ({ userId: id, role: 'notified' }))
    roomId = (await ola.ask('POST', 'tasks', { title: 'Pliki', participants })).body.id
    for (const each of [kasia, piotr]) await each.hears('tasks created', ({ id }) => id === roomId)
  })

  after(() => server.stop())

  const party = async ({ id }: Person) => {
    const { zone, organizationId } = (await ola.ask('GET', `users/${id}`)).body
    return `${zone}:${organizationId}`
  }
  const keep = async (who: Person, data: object = {}, text: Uint8Array | string = 'treść') =>
    (await who.ask('POST', 'files', { roomId, uploadId: await upload(who, text), name: 'plan.txt', ...data })).body // prettier-ignore
  const statuses = async (path: string, people = [ola, kasia, piotr, marek, nobody]) =>
    Promise.all(people.map(async (who) => (await content(who, path)).status))

  it('is there when all its bytes are, and told live to those it is for', async () => {
    const file = await keep(ola, { audience: ['client'] })
    assert.equal(file.hash, createHash('sha256').update('treść').digest('hex'))
    assert.deepEqual([file.size, file.type, file.version], [7, 'text/plain', 1])
    for (const each of [kasia, piotr]) await each.hears('files created', ({ id }) => id === file.id)
    assert.equal(await (await content(kasia, `${file.id}/content`)).text(), 'treść')
  })

  it('is asked for by its own audience at every request', async () => {
    const file = await keep(ola, { audience: [await party(kasia)] })
    const path = `${file.id}/content`
    assert.deepEqual(await statuses(path), [200, 200, 404, 404, 401])
    await ola.ask('PATCH', `files/${file.id}`, { audience: [] })
    await kasia.hears('files removed', ({ id }) => id === file.id)
    assert.deepEqual(await statuses(path), [200, 404, 404, 404, 401])
    assert.equal((await content(kasia, path, { 'if-none-match': `"${file.hash}"` })).status, 404)
  })

  it('starts at its sender’s own party, and nobody chooses another from outside', async () => {
    const file = await keep(kasia)
    assert.ok(!('audience' in file))
    assert.deepEqual((await ola.ask('GET', `files/${file.id}`)).body.audience, [await party(kasia)])
    assert.deepEqual(await statuses(`${file.id}/content`), [200, 200, 404, 404, 401])
    const forged = await kasia.ask('POST', 'files', {
      roomId,
      uploadId: randomUUID(),
      name: 'x',
      audience: []
    })
    assert.equal(forged.status, 400)
  })

  it('goes where the comment it came with goes', async () => {
    const { body: comment } = await ola.ask('POST', 'comments', {
      ...{ roomId, body: 'w załączniku', audience: ['client'] },
      uploads: [{ id: await upload(ola, 'załącznik'), name: 'a.txt' }]
    })
    const [file] = (await kasia.ask('GET', `files?commentId=${comment.id}`)).body.data
    assert.equal(file.name, 'a.txt')
    await ola.ask('PATCH', `comments/${comment.id}`, { audience: [await party(kasia)] })
    await piotr.hears('files removed', ({ id }) => id === file.id)
    assert.deepEqual(await statuses(`${file.id}/content`), [200, 200, 404, 404, 401])
    const wider = await ola.ask('PATCH', `files/${file.id}`, { audience: ['client'] })
    assert.equal(wider.status, 400)
    await ola.ask('DELETE', `comments/${comment.id}`)
    await kasia.hears('files removed', ({ id }) => id === file.id)
    assert.deepEqual(await statuses(`${file.id}/content`), [404, 404, 404, 404, 401])
    const alone = await ola.ask('POST', 'restorations', { service: 'files', id: file.id })
    assert.deepEqual([alone.status, alone.body.message], [409, 'Najpierw trzeba przywrócić wpis, z którym ten plik przyszedł.']) // prettier-ignore
    await ola.ask('POST', 'restorations', { service: 'comments', id: comment.id })
    assert.equal((await content(kasia, `${file.id}/content`)).status, 200)
  })

  it('can stay inside while the comment is seen', async () => {
    const { body: comment } = await ola.ask('POST', 'comments', {
      ...{ roomId, body: 'widać', audience: ['client'] },
      uploads: [{ id: await upload(ola, 'nie widać'), name: 'b.txt' }]
    })
    const [file] = (await ola.ask('GET', `files?commentId=${comment.id}`)).body.data
    await ola.ask('PATCH', `files/${file.id}`, { audience: [] })
    await kasia.hears('files removed', ({ id }) => id === file.id)
    assert.equal((await kasia.ask('GET', `comments/${comment.id}`)).status, 200)
    assert.deepEqual(await statuses(`${file.id}/content`), [200, 404, 404, 404, 401])
  })

  it('keeps its earlier versions for the firm', async () => {
    const file = await keep(kasia, {}, 'pierwsza')
    const second = await kasia.ask('PATCH', `files/${file.id}`, { uploadId: await upload(kasia, 'druga') })
    assert.deepEqual([second.body.version, second.body.size], [2, 5])
    assert.equal(await (await content(kasia, `${file.id}/content`)).text(), 'druga')
    assert.deepEqual(await statuses(`${file.id}/content?version=1`), [200, 404, 404, 404, 401])
    assert.equal(await (await content(ola, `${file.id}/content?version=1`)).text(), 'pierwsza')
    const others = await ola.ask('PATCH', `files/${file.id}`, { uploadId: await upload(ola, 'cudza') })
    assert.equal(others.status, 403)
  })

  it('has a small picture where it is one, under the same rule', async () => {
    const png = await sharp({ create: { width: 900, height: 600, channels: 3, background: 'teal' } }).png().toBuffer() // prettier-ignore
    const file = await keep(ola, { name: 'zdjęcie.txt', audience: [await party(kasia)] }, png)
    assert.deepEqual([file.type, file.picture], ['image/png', true])
    const path = `${file.id}/thumbnail`
    const drawn = await content(kasia, path)
    const { width, format } = await sharp(await drawn.arrayBuffer()).metadata()
    assert.deepEqual([width, format], [480, 'webp'])
    assert.deepEqual(await statuses(path), [200, 200, 404, 404, 401])
    await ola.ask('PATCH', `files/${file.id}`, { audience: [] })
    assert.deepEqual(await statuses(path), [200, 404, 404, 404, 401])
    const text = await keep(ola)
    assert.equal((await content(ola, `${text.id}/thumbnail`)).status, 404)
  })

  it('runs nothing in anyone’s page', async () => {
    const hostile = [
      '<html><script>alert(1)</script>',
      '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    ]
    for (const text of hostile) {
      const file = await keep(kasia, { name: 'strona.html' }, text)
      for (const query of ['', '?inline']) {
        const { headers } = await content(ola, `${file.id}/content${query}`)
        assert.match(headers.get('content-security-policy')!, /sandbox/)
        assert.equal(headers.get('x-content-type-options'), 'nosniff')
        const shown = headers.get('content-disposition')!.startsWith('inline')
        assert.ok(!shown || headers.get('content-type')!.startsWith('text/plain'))
      }
    }
  })

  it('is sent in parts to whoever asks for a part', async () => {
    const file = await keep(ola, {}, '0123456789')
    const part = async (range: string) => {
      const answer = await content(ola, `${file.id}/content`, { range })
      return [answer.status, await answer.text(), answer.headers.get('content-range')]
    }
    assert.deepEqual(await part('bytes=2-4'), [206, '234', 'bytes 2-4/10'])
    assert.deepEqual(await part('bytes=-3'), [206, '789', 'bytes 7-9/10'])
    assert.deepEqual(await part('bytes=8-'), [206, '89', 'bytes 8-9/10'])
    assert.deepEqual(await part('bytes=20-'), [416, '', 'bytes */10'])
    assert.equal(
      (await content(ola, `${file.id}/content`, { 'if-none-match': `"${file.hash}"` })).status,
      304
    )
  })

  it('is refused in words when it is empty, too large, or not whole', async () => {
    const empty = await Sending.begin(kasia, 0)
    assert.deepEqual([empty.status, empty.message.trim()], [400, 'Ten plik jest pusty.'])
    const large = await Sending.begin(kasia, 5_000_001)
    assert.deepEqual([large.status, large.message.trim()], [413, 'Ten plik jest za duży: najwyżej 5 MB.'])
    const half = await Sending.begin(kasia, 10)
    await half.send(new Uint8Array(4))
    const data = { roomId, uploadId: half.id, name: 'pół.txt' }
    assert.equal((await kasia.ask('POST', 'files', data)).status, 400)
    assert.equal(await half.offset(), 4)
    await half.send(new Uint8Array(6).fill(65), 4)
    assert.equal((await kasia.ask('POST', 'files', data)).status, 201)
  })

  it('is refused in the language of whoever sends it', async () => {
    await marek.ask('PATCH', `preferences/${marek.id}`, { locale: 'en' })
    const message = async (size: number) => (await Sending.begin(marek, size)).message.trim()
    assert.equal(await message(0), 'This file is empty.')
    assert.match(await message(5_000_001), /^This file is too large/)
    assert.equal((await Sending.begin(marek, 5_000_000)).status, 201)
  })

  it('has the name that was meant, however it is written', async () => {
    const name = async (text: string) => (await keep(kasia, { name: text })).name
    assert.equal(await name('../../etc/passwd'), 'passwd')
    assert.equal(await name('C:\\plany\\rzut 🏠.pdf'), 'rzut 🏠.pdf')
    assert.equal(await name('a\u202ecod.exe'), 'acod.exe')
    const uploadId = await upload(kasia, 'x')
    for (const wrong of ['a'.repeat(300), '..', '/', '   '])
      assert.equal((await kasia.ask('POST', 'files', { roomId, uploadId, name: wrong })).status, 400, wrong)
    const file = await keep(kasia, { name: 'zażółć "gęślą".txt' })
    const { headers } = await content(kasia, `${file.id}/content`)
    assert.match(headers.get('content-disposition')!, /filename\*=UTF-8''za%C5%BC/)
  })

  it('comes of an upload of one’s own, once', async () => {
    const uploadId = await upload(kasia, 'moje')
    const data = { roomId, uploadId, name: 'moje.txt' }
    assert.equal((await piotr.ask('POST', 'files', data)).status, 400)
    const stranger = Object.assign(new Sending(piotr), { address: `/api/uploads/${uploadId}` })
    assert.equal(await stranger.offset(), 404)
    assert.equal((await Sending.begin(nobody, 4)).status, 401)
    const requestId = randomUUID()
    const answers = await Promise.all([1, 2, 3].map(() => kasia.ask('POST', 'files', { ...data, requestId })))
    assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1)
    assert.equal((await kasia.ask('POST', 'files', data)).status, 400)
  })

  it('is not left behind by someone who was taken out while sending it', async () => {
    const { body } = await ola.ask('POST', 'tasks', {
      title: 'Krótko',
      participants: [{ userId: piotr.id, role: 'notified' }]
    })
    const uploadId = await upload(piotr, 'za późno')
    const { data } = (await ola.ask('GET', `participants?roomId=${body.id}&userId=${piotr.id}`)).body
    await ola.ask('DELETE', `participants/${data[0].id}`)
    const late = await piotr.ask('POST', 'files', { roomId: body.id, uploadId, name: 'x.txt' })
    assert.equal(late.status, 404)
    assert.equal((await ola.ask('GET', `files?roomId=${body.id}`)).body.total, 0)
  })
})
