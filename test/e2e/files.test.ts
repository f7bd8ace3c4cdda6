import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import PDFDocument from 'pdfkit'
import type { CDPSession } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { type Person, startTestServer } from '../support/server.ts'
import { upload } from '../support/upload.ts'
import { Visitor } from './visitor.ts'

const password = 'strefa-demo'

describe('a file in the browser', function () {
  this.timeout(120_000)
  let server: Awaited<ReturnType<typeof startTestServer>>
  let ola: Person
  let kasia: Visitor, piotr: Visitor
  let roomId: string
  let parties: string[]

  before(async () => {
    server = await startTestServer({ demo: true, fileMaxSize: 20_000_000 })
    ola = await server.signIn('ola@firma.example', password)
    const browser = await openBrowser()
    kasia = await Visitor.enter(browser, server.base, 'kasia@klient-a.example')
    piotr = await Visitor.enter(browser, server.base, 'piotr@klient-b.example')
    const users = server.app.get('db')('users')
    const clients = await users
      .whereIn('email', ['kasia@klient-a.example', 'piotr@klient-b.example'])
      .orderBy('email')
    parties = clients.map(({ organizationId }) => `client:${organizationId}`)
    const participants = clients.map(({ id }) => ({ userId: id, role: 'notified' }))
    roomId = (await ola.ask('POST', 'tasks', { title: 'Pliki', participants })).body.id
    for (const { page, base } of [kasia, piotr]) await page.goto(`${base}/tasks/${roomId}`)
  })
  after(async () => {
    for (const visitor of [kasia, piotr]) await visitor?.context.close()
    await server.stop()
  })

  const keep = async (name: string, text: string) =>
    (await ola.ask('POST', 'files', { ...{ roomId, name, audience: ['client'] }, uploadId: await upload(ola, text) })).body // prettier-ignore

  it('goes from the screen of whoever looks at it when it is hidden from them, and stays on the others’', async () => {
    const file = await keep('uzgodnienia.txt', 'ściana do rozbiórki')
    for (const { page, dialog } of [kasia, piotr]) {
      await page.getByRole('button', { name: 'uzgodnienia.txt' }).first().click()
      await dialog.getByText('ściana do rozbiórki').waitFor()
    }
    await ola.ask('PATCH', `files/${file.id}`, { audience: [parties[1]] })
    await kasia.dialog.getByText('Ten plik nie jest już dostępny.').waitFor()
    assert.doesNotMatch(await kasia.page.locator('body').innerText(), /ściana do rozbiórki|uzgodnienia/)
    assert.ok(await piotr.dialog.getByText('ściana do rozbiórki').isVisible())
    const statuses = [kasia, piotr].map(async ({ page, base }) =>
      (await page.request.get(`${base}/api/files/${file.id}/content`)).status()
    )
    assert.deepEqual(await Promise.all(statuses), [404, 200])
    for (const { page } of [kasia, piotr]) await page.keyboard.press('Escape')
  })

  describe('that carries a script', () => {
    const script = `console.log('it ran as ' + origin)`
    const bearers = {
      'strona.html': `<!doctype html><title>x</title><script>${script}</script>`,
      'rysunek.svg': `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>${script}</script></svg>`,
      'program.js': script
    }
    const frames = ['iframe', 'embed', 'object', 'img', 'script']

    /** Puts the address into the page in every way a page can take something in; resolves when the browser has dealt with it. */
    const embed = ({ page }: Visitor, address: string) =>
      page.evaluate(`(async () => {
        for (const name of ${JSON.stringify(frames)}) {
          const frame = document.createElement(name)
          await new Promise((resolve) => {
            frame.onload = frame.onerror = resolve
            setTimeout(resolve, 500) // A frame that becomes a download says nothing at all.
            frame.setAttribute(name === 'object' ? 'data' : 'src', '${address}')
            document.body.append(frame)
          })
          frame.remove()
        }
      })()`)

    it('runs nothing in the session of whoever opens it, though it would anywhere else', async () => {
      const heard: string[] = []
      kasia.context.on('console', (message) => heard.push(message.text()))
      const ran = () => heard.filter((text) => text.startsWith('it ran'))
      for (const [name, text] of Object.entries(bearers)) {
        const { id } = await keep(name, text)
        for (const query of ['', '?inline']) {
          const address = `${server.base}/api/files/${id}/content${query}`
          await embed(kasia, address)
          const tab = await kasia.context.newPage()
          await tab.goto(address).catch((error: Error) => assert.match(error.message, /Download|ERR_ABORTED/))
          await tab.close()
          const { headers } = await fetch(address, { headers: { authorization: `Bearer ${ola.token}` } })
          assert.equal(headers.get('x-content-type-options'), 'nosniff')
          assert.equal(headers.get('content-security-policy'), "default-src 'none'; sandbox")
        }
      }
      assert.deepEqual(ran(), [])
      const tab = await kasia.context.newPage()
      for (const bare of await served(bearers)) await tab.goto(bare)
      await tab.close()
      assert.equal(ran().length, 2)
    })

    /** The same page and drawing from a server that takes no care. */
    async function served({ 'strona.html': page, 'rysunek.svg': drawing }: typeof bearers) {
      const bare = createServer(({ url }, response) =>
        response
          .setHeader('content-type', url === '/page' ? 'text/html' : 'image/svg+xml')
          .end(url === '/page' ? page : drawing)
      )
      await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve))
      after(() => bare.close())
      const base = `http://127.0.0.1:${(bare.address() as AddressInfo).port}`
      return [`${base}/page`, `${base}/drawing`]
    }
  })

  describe('on its way', () => {
    const bytes = Buffer.alloc(6_000_000, 'metr bieżący ')
    let line: CDPSession
    let offsets: number[]
    let folder: string

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'strefa-sent-'))
      for (const name of ['przerwany.txt', 'odnowiony.txt', 'zgubiony.txt'])
        await writeFile(join(folder, name), bytes)
      line = await kasia.context.newCDPSession(kasia.page)
      await line.send('Network.enable')
      kasia.page.on('request', (request) => {
        if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']))
      })
    })
    after(() => rm(folder, { recursive: true }))
    beforeEach(() => (offsets = []))

    /** The line lets so many bytes a second through. */
    const carry = (uploadThroughput: number) =>
      line.send('Network.emulateNetworkConditions', {
        ...{ offline: false, latency: 0, downloadThroughput: -1 },
        uploadThroughput
      })
    const choose = (name: string) =>
      kasia.page.locator('form input[type=file]').first().setInputFiles(join(folder, name))
    /** When part of it has arrived at the server. */
    const underWay = () =>
      kasia.page
        .getByText(/przesyłanie, [1-9]\d? ?%/)
        .first()
        .waitFor()
    const arrives = async (name: string) => {
      await carry(-1)
      await kasia.page.getByText(/przesyłanie|czeka na połączenie/).waitFor({ state: 'detached' })
      await kasia.say(`Oto ${name}`)
      await kasia.note(`Oto ${name}`).getByRole('button', { name }).waitFor()
      const found = await ola.ask('GET', `files?roomId=${roomId}`)
      const { hash } = found.body.data.find((file: { name: string }) => file.name === name)
      assert.equal(hash, createHash('sha256').update(bytes).digest('hex'))
      assert.ok(offsets.length > 1 && offsets.at(-1)! > 0, `sent from ${offsets}`)
    }

    it('goes on from where it was when the connection broke', async () => {
      await carry(1_000_000)
      await choose('przerwany.txt')
      await underWay()
      ;(server.app as unknown as { server: Server }).server.closeAllConnections()
      await arrives('przerwany.txt')
    })

    it('goes on by itself after the page was loaded anew', async () => {
      await carry(1_000_000)
      await choose('odnowiony.txt')
      await underWay()
      await kasia.page.reload()
      await kasia.page.getByText('odnowiony.txt').waitFor()
      await arrives('odnowiony.txt')
    })

    it('is not forgotten when the browser has lost the file, and goes on when it is chosen again', async () => {
      await carry(1_000_000)
      await choose('zgubiony.txt')
      await underWay()
      await kasia.page.goto(`${kasia.base}/news`)
      await kasia.page.evaluate(
        `new Promise((done) => (indexedDB.deleteDatabase('strefa-files').onsuccess = done))`
      )
      await kasia.page.goto(`${kasia.base}/tasks/${roomId}`)
      await kasia.page.getByText('przerwane; po ponownym wybraniu pójdzie dalej').waitFor()
      await choose('zgubiony.txt')
      await kasia.page.getByText('przerwane').waitFor({ state: 'detached' })
      await arrives('zgubiony.txt')
    })
  })

  it('comes by being dropped or pasted, several at once; what cannot come says why', async () => {
    const { page } = kasia
    const hand = (event: 'drop' | 'paste', files: Record<string, number>) =>
      page.evaluate(`(() => {
        const data = new DataTransfer()
        for (const [name, size] of Object.entries(${JSON.stringify(files)}))
          data.items.add(new File([new Uint8Array(size).fill(65)], name))
        const options = { bubbles: true, cancelable: true }
        if ('${event}' === 'drop') {
          window.dispatchEvent(new DragEvent('dragenter', { ...options, dataTransfer: data }))
          window.dispatchEvent(new DragEvent('drop', { ...options, dataTransfer: data }))
        } else
          document.querySelector('textarea').dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: data }))
      })()`)
    await hand('drop', { 'rzut 🏠.txt': 40, 'pusty.txt': 0, 'za duży.bin': 20_000_001 })
    await page.getByText('Ten plik jest pusty.').waitFor()
    await page.getByText('Ten plik jest za duży: najwyżej 20 MB.').waitFor()
    await hand('paste', { 'wklejony.txt': 50 })
    for (const name of ['pusty.txt', 'za duży.bin'])
      await page.getByRole('button', { name: `Nie dołączaj: ${name}` }).click()
    await page.getByText(/przesyłanie/).waitFor({ state: 'detached' })
    await kasia.say('Upuszczone i wklejone')
    for (const name of ['rzut 🏠.txt', 'wklejony.txt'])
      await kasia.note('Upuszczone i wklejone').getByRole('button', { name }).waitFor()
  })

  it('shows the first page of a document, small and large, and says when there is none', async () => {
    const pdf = new PDFDocument({ size: [300, 600] })
    pdf.fontSize(60).text('RZUT').end()
    const bytes = await buffer(pdf)
    const send = async (name: string, content: Buffer) =>
      ola.ask('POST', 'files', { ...{ roomId, name, audience: ['client'] }, uploadId: await upload(ola, content) }) // prettier-ignore
    await send('rzut.pdf', bytes)
    const { page, dialog } = kasia
    await page.getByRole('button', { name: 'rzut.pdf' }).click()
    await dialog.getByRole('img', { name: 'rzut.pdf' }).waitFor()
    const drawn = await dialog.getByRole('img').evaluate(async (one: any) => {
      await one.decode()
      return one.naturalHeight
    })
    assert.equal(drawn, 1600)
    await dialog.getByText('Pierwsza strona').waitFor()
    await page.keyboard.press('Escape')
    await send('zepsuty.pdf', bytes.subarray(0, 200))
    await page.getByRole('button', { name: 'zepsuty.pdf' }).click()
    await dialog.getByText('Tego pliku nie pokażemy tutaj. Można go pobrać.').waitFor()
    await page.keyboard.press('Escape')
  })
})
