import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { startTestServer } from '../support/server.ts'

const password = 'strefa-demo'
const question = 'Kto odbiera klucze?'

describe('a decision on two screens', function () {
  this.timeout(120_000)
  let server: Awaited<ReturnType<typeof startTestServer>>
  let roomId: string
  let ola: Page
  let kasia: Page

  before(async () => {
    server = await startTestServer({ demo: true })
    const { body } = await (await server.signIn('ola@firma.example', password)).ask('GET', 'tasks?title=Recepcja z sufitem akustycznym') // prettier-ignore
    roomId = body.data[0].id
    ola = await pageOf('ola@firma.example', 1440)
    kasia = await pageOf('kasia@klient-a.example', 390)
  })
  after(async () => {
    for (const page of [ola, kasia]) await page?.context().close()
    await server.stop()
  })

  async function pageOf(email: string, width: number) {
    const context = await (
      await openBrowser()
    ).newContext({ viewport: { width, height: 844 }, locale: 'pl-PL' })
    context.setDefaultTimeout(30_000)
    await context.request.post(`${server.base}/api/authentication`, {
      data: { strategy: 'local', email, password }
    })
    return context.newPage()
  }

  it('is asked by one person and appears to the other on their home page, which waits for it', async () => {
    await kasia.goto(server.base)
    await kasia.getByRole('heading', { name: 'Które płytki kładziemy w łazienkach?' }).waitFor()
    assert.equal(await kasia.getByRole('heading', { name: question }).count(), 0)
    await ola.goto(`${server.base}/tasks/${roomId}`)
    await ola.getByRole('button', { name: 'Zapytaj o decyzję' }).first().click()
    const dialog = ola.getByRole('dialog')
    await dialog.getByLabel('Pytanie').fill(question)
    await dialog.getByRole('button', { name: 'Wybór z kilku' }).click()
    await dialog.getByLabel('Opcja 1').fill('Portier')
    await dialog.getByLabel('Opcja 2').fill('Ekipa')
    await dialog.getByRole('button', { name: 'Zapytaj: Saldomiar' }).click()
    await kasia.getByRole('heading', { name: question }).waitFor()
    await ola.getByText('Czekamy na odpowiedź').first().waitFor()
  })

  it('is answered by keyboard after a confirming step, and is settled on both screens', async () => {
    const card = kasia.getByRole('article', { name: question })
    await card.getByRole('radio', { name: 'Portier' }).focus()
    await kasia.keyboard.press('Space')
    await kasia.keyboard.press('ArrowDown')
    await card.getByRole('button', { name: 'Wybieram: Ekipa' }).press('Enter')
    const confirm = kasia.getByRole('dialog', { name: 'Wybieram: Ekipa' })
    await confirm.getByText('Odpowiedzi nie da się potem zmienić.').waitFor()
    await confirm.getByLabel('Uzasadnienie (jeśli trzeba)').fill('Portier kończy o piętnastej.')
    await confirm.getByRole('button', { name: 'Potwierdzam' }).click()
    await card.waitFor({ state: 'detached' })
    await ola.getByRole('button', { name: `${question} Ekipa` }).click()
    const shown = ola.getByRole('dialog').getByRole('article', { name: question })
    await shown.getByText('Portier kończy o piętnastej.').waitFor()
    await shown.getByText('Rozstrzygnięte').waitFor()
    await shown.getByRole('button', { name: 'Dowód' }).click()
    await ola.getByText('zgadza się z pytaniem').waitFor()
  })
})
