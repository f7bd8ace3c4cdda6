import assert from 'node:assert/strict'
import { readLimits } from '../../server/config/limits.ts'
import { openBrowser } from '../support/browser.ts'
import { startTestServer } from '../support/server.ts'
import { Visitor } from './visitor.ts'

const rates: Record<string, string> = { LIMIT_UPLOADS: '1/3s', LIMIT_COMMENTS: '1/3s' }

describe('a limit that struck, in the browser,', function () {
  this.timeout(120_000)
  let server: Awaited<ReturnType<typeof startTestServer>>
  let kasia: Visitor

  before(async () => {
    server = await startTestServer({ demo: true, limits: readLimits((name) => rates[name]) })
    kasia = await Visitor.enter(await openBrowser(), server.base, 'kasia@klient-a.example')
    await kasia.page.getByRole('link', { name: 'Łazienki i kuchnia, 2. piętro' }).first().click()
    await kasia.composer.waitFor()
  })
  after(async () => {
    await kasia.context.close()
    await server.stop()
  })

  it('keeps what was written until it may go, and sends each once', async () => {
    const words = ['pierwsze', 'drugie', 'trzecie'].map((word) => `${word} od razu po sobie`)
    for (const text of words) await kasia.say(text)
    for (const text of words) await kasia.reads(text)
    await kasia.page.getByText('czeka na połączenie').first().waitFor({ state: 'detached' })
    await kasia.page.reload()
    for (const text of words) {
      await kasia.reads(text)
      assert.equal(await kasia.words(text).count(), 1)
    }
    assert.ok(
      kasia.received.some((frame) => frame.includes('"code":429')),
      'the limit struck'
    )
  })

  it('keeps a file that was chosen until it may go', async () => {
    const refused = kasia.page.waitForResponse((answer) => answer.status() === 429)
    const files = ['a.txt', 'b.txt'].map((name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(name) })) // prettier-ignore
    await kasia.page.locator('input[type=file]').first().setInputFiles(files)
    await refused
    await kasia.composer.fill('dwa pliki')
    await kasia.page.getByRole('button', { name: 'Wyślij', exact: true }).click()
    const note = kasia.note('dwa pliki')
    for (const { name } of files) await note.getByText(name).first().waitFor()
    assert.deepEqual(kasia.complaints, [])
  })
})
