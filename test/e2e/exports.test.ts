import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { startTestServer } from '../support/server.ts'

describe('the documentation of a room, in a browser', function () {
  this.timeout(120_000)
  let server: Awaited<ReturnType<typeof startTestServer>>
  let page: Page

  before(async () => {
    server = await startTestServer({ demo: true })
    const context = await (await openBrowser()).newContext({ locale: 'pl-PL', acceptDownloads: true })
    context.setDefaultTimeout(30_000)
    const data = { strategy: 'local', email: 'jan@firma.example', password: 'strefa-demo' }
    await context.request.post(`${server.base}/api/authentication`, { data })
    const query = new URLSearchParams({ title: 'Łazienki i kuchnia, 2. piętro' })
    const rooms = await (await context.request.get(`${server.base}/api/tasks?${query}`)).json()
    page = await context.newPage()
    await page.goto(`${server.base}/tasks/${rooms.data[0].id}`)
  })
  after(async () => {
    await page?.context().close()
    await server.stop()
  })

  const keep = async (format: string) => {
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: `Pobierz ${format}` }).click()
    const file = await downloading
    return { name: file.suggestedFilename(), content: await readFile(await file.path()) }
  }

  it('is prepared as a client may see it, and kept under the name of the room', async () => {
    await page
      .locator('header')
      .getByRole('button', { name: 'Więcej' })
      .locator('visible=true')
      .first()
      .click()
    await page.getByRole('menuitem', { name: 'Pobierz dokumentację' }).click()
    const dialog = page.getByRole('dialog', { name: 'Dokumentacja pokoju' })
    await dialog.getByLabel('Dla kogo: Pełna, dla firmy').click()
    await page.getByRole('option', { name: 'Tak, jak widzi: Saldomiar' }).click()
    await dialog.getByRole('button', { name: 'Przygotuj' }).click()
    const pdf = await keep('PDF')
    assert.equal(pdf.name, 'Łazienki i kuchnia, 2. piętro.pdf')
    assert.equal(pdf.content.subarray(0, 5).toString(), '%PDF-')
    const words = (await keep('HTML')).content.toString()
    assert.ok(words.includes('Które płytki kładziemy w łazienkach?'))
    assert.ok(!words.includes('Czy rozdzielnię zgłaszamy'))
    assert.ok(!words.includes('marża'))
  })
})
