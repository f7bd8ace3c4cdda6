import assert from 'node:assert/strict'
import PDFDocument from 'pdfkit'
import { buffer } from 'node:stream/consumers'
import sharp, { type Sharp } from 'sharp'
import { openBucket } from '../../support/bucket.ts'
import { type Person, startTestServer } from '../../support/server.ts'
import { content, upload } from '../../support/upload.ts'

/** The first page is red above and blue below. */
function document() {
  const pdf = new PDFDocument({ size: [300, 600] })
  pdf.rect(0, 0, 300, 300).fill('#ff0000').rect(0, 300, 300, 300).fill('#0000ff')
  pdf.addPage().rect(0, 0, 300, 600).fill('#00ff00')
  pdf.end()
  return buffer(pdf)
}

/** Everything that is kept lies in a bucket here. */
describe('the picture of a file', function () {
  this.timeout(60_000)
  let server: Awaited<ReturnType<typeof startTestServer>>
  let store: Awaited<ReturnType<typeof openBucket>>
  let ola: Person, kasia: Person
  let roomId: string

  before(async () => {
    store = await openBucket()
    server = await startTestServer({ demo: true, bucket: store.bucket })
    ola = await server.signIn('ola@firma.example', 'strefa-demo')
    kasia = await server.signIn('kasia@klient-a.example', 'strefa-demo')
    const participants = [{ userId: kasia.id, role: 'notified' }]
    roomId = (await ola.ask('POST', 'tasks', { title: 'Rysunki', participants })).body.id
  })
  after(async () => {
    await server.stop()
    await store.close()
  })

  const keep = async (bytes: Uint8Array, name: string, audience = ['client']) =>
    (await ola.ask('POST', 'files', { roomId, uploadId: await upload(ola, bytes), name, audience })).body
  const drawn = async (who: Person, path: string) => sharp(await (await content(who, path)).arrayBuffer())
  const colour = async (picture: Sharp, left: number, top: number) => {
    const { data, info } = await picture.clone().raw().toBuffer({ resolveWithObject: true })
    const at = (top * info.width + left) * info.channels
    return [...data.subarray(at, at + 3)].map((part) => (part > 200 ? 1 : part < 55 ? 0 : part))
  }

  it('is the first page of a document, small and large', async () => {
    const file = await keep(await document(), 'rzut.pdf')
    assert.deepEqual([file.type, file.picture], ['application/pdf', true])
    for (const [part, height] of [
      ['thumbnail', 480],
      ['preview', 1600]
    ] as const) {
      // prettier-ignore
      const picture = await drawn(kasia, `${file.id}/${part}`)
      const { width, height: high, format } = await picture.metadata()
      assert.deepEqual([width, high, format], [height / 2, height, 'webp'])
      assert.deepEqual(await colour(picture, 20, 20), [1, 0, 0])
      assert.deepEqual(await colour(picture, 20, height - 20), [0, 0, 1])
    }
  })

  it('goes with the file', async () => {
    const file = await keep(await document(), 'rzut.pdf')
    const paths = ['thumbnail', 'preview'].map((part) => `${file.id}/${part}`)
    const tag = (await content(kasia, paths[0]!)).headers.get('etag')!
    const again = await content(kasia, paths[0]!, { 'if-none-match': tag })
    assert.equal(again.status, 304)
    await ola.ask('PATCH', `files/${file.id}`, { audience: [] })
    for (const path of paths) {
      assert.equal((await content(kasia, path, { 'if-none-match': tag })).status, 404)
      assert.equal((await content(ola, path)).status, 200)
    }
  })

  it('is missing, and nothing else, when the file is broken, locked, or has no end', async () => {
    const whole = await document()
    const endless = Buffer.from(
      `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj trailer<</Root 1 0 R>>`
    )
    for (const bytes of [whole.subarray(0, 300), endless, Buffer.from('%PDF-1.7\n')]) {
      const file = await keep(bytes, 'zepsuty.pdf')
      assert.equal(file.type, 'application/pdf')
      assert.equal((await content(kasia, `${file.id}/thumbnail`)).status, 404)
      assert.equal((await content(kasia, `${file.id}/content`)).status, 200)
    }
    const sound = await keep(whole, 'dobry.pdf')
    assert.equal((await content(kasia, `${sound.id}/thumbnail`)).status, 200)
  })

  it('tells nothing of where a photograph was taken', async () => {
    const photograph = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } })
      .jpeg()
      .withExif({ IFD0: { Copyright: 'Ola' }, IFD3: { GPSLatitude: '52/1 13/1 0/1' } })
      .toBuffer()
    assert.ok((await sharp(photograph).metadata()).exif)
    const file = await keep(photograph, 'budowa.jpg')
    assert.equal((await (await drawn(kasia, `${file.id}/preview`)).metadata()).exif, undefined)
  })
})
