import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import { openBrowser } from '../../support/browser.ts'
import { startTestServer } from '../../support/server.ts'

const password = 'strefa-demo'
const title = 'Wykładzina w pokojach 204–207'

describe('a board that two people have open', function () {
  this.timeout(180_000)
  let server: Awaited<ReturnType<typeof startTestServer>>
  let ola: Page
  let kasia: Page

  before(async () => {
    server = await startTestServer({ demo: true })
    ola = await pageOf('ola@firma.example')
    kasia = await pageOf('kasia@klient-a.example')
    await Promise.all([ola, kasia].map((page) => page.goto(`${server.base}/tasks`)))
  })
  after(async () => {
    for (const page of [ola, kasia]) await page?.context().close()
    await server.stop()
  })

  async function pageOf(email: string) {
    const viewport = { width: 1440, height: 900 }
    const context = await (await openBrowser()).newContext({ viewport, locale: 'pl-PL' })
    context.setDefaultTimeout(30_000)
    const data = { strategy: 'local', email, password }
    await context.request.post(`${server.base}/api/authentication`, { data })
    return context.newPage()
  }

  const lane = (page: Page, name: string) => page.getByRole('region', { name: new RegExp(`^${name}: `) })
  const cardIn = (page: Page, name: string, card = title) =>
    lane(page, name).getByRole('link', { name: card })
  const isOnlyIn = async (page: Page, name: string, card = title) => {
    await cardIn(page, name, card).waitFor()
    await page.locator('.board').getByRole('link', { name: card }).nth(1).waitFor({ state: 'detached' })
  }
  const countOf = async (page: Page, name: string) =>
    Number((await lane(page, name).getAttribute('aria-label'))!.split(': ')[1])

  /** Takes a card and holds it over a lane, which opens a slot for it. */
  async function hold(card: Locator, over: Locator) {
    await card.scrollIntoViewIfNeeded()
    const from = (await card.boundingBox())!
    const to = (await over.boundingBox())!
    await ola.mouse.move(from.x + 20, from.y + 8)
    await ola.mouse.down()
    await ola.mouse.move(to.x + 100, to.y + 200, { steps: 8 })
    await over.locator('.slot').waitFor({ state: 'attached' })
  }

  it('shows a dragged card in its new lane to both, and counts it there', async () => {
    await isOnlyIn(kasia, 'Do zrobienia')
    const before = await countOf(ola, 'W toku')
    await hold(cardIn(ola, 'Do zrobienia'), lane(ola, 'W toku'))
    await ola.mouse.up()
    await isOnlyIn(ola, 'W toku')
    await isOnlyIn(kasia, 'W toku')
    assert.equal(await countOf(ola, 'W toku'), before + 1)
    assert.equal(new URL(ola.url()).pathname, '/tasks', 'letting go does not open the card')
  })

  it('leaves a card where it was when the drag is called off', async () => {
    await hold(cardIn(ola, 'W toku'), lane(ola, 'Gotowe'))
    await ola.keyboard.press('Escape')
    await ola.mouse.up()
    await ola.locator('.slot').waitFor({ state: 'detached' })
    await isOnlyIn(ola, 'W toku')
  })

  it('moves a card by keys, which keeps the focus, and by its menu', async () => {
    await cardIn(ola, 'W toku').focus()
    await ola.keyboard.press('Shift+ArrowRight')
    await isOnlyIn(ola, 'Czeka na odpowiedź')
    await isOnlyIn(kasia, 'Czeka na odpowiedź')
    await cardIn(ola, 'Czeka na odpowiedź').and(ola.locator(':focus')).waitFor()
    await ola.keyboard.press('Tab')
    await ola.keyboard.press('Enter')
    await ola.getByRole('menuitem', { name: 'Gotowe' }).click()
    await isOnlyIn(ola, 'Gotowe')
    await isOnlyIn(kasia, 'Gotowe')
  })

  it('gives a client no way to move anything', async () => {
    assert.equal(await kasia.getByRole('button', { name: /przenieś lub zmień/ }).count(), 0)
    assert.ok((await ola.getByRole('button', { name: /przenieś lub zmień/ }).count()) > 0)
    await cardIn(kasia, 'Gotowe').focus()
    await kasia.keyboard.press('Shift+ArrowLeft')
    await kasia.keyboard.press('ArrowLeft')
    await isOnlyIn(kasia, 'Gotowe')
  })

  it('keeps its filters in the address, through a reload and back', async () => {
    await ola.getByRole('button', { name: 'Priorytet', exact: true }).click()
    await ola.getByRole('button', { name: 'Wysoki' }).click()
    await ola.keyboard.press('Escape')
    await ola.waitForURL(/priority=high/)
    await ola.getByRole('searchbox', { name: 'Szukaj' }).fill('grzejnik')
    await ola.waitForURL(/search=grzejnik/)
    await cardIn(ola, 'W toku', 'Wymiana grzejników na parterze').waitFor()
    await cardIn(ola, 'Gotowe').waitFor({ state: 'detached' })
    await ola.reload()
    await cardIn(ola, 'W toku', 'Wymiana grzejników na parterze').waitFor()
    assert.equal(await ola.getByRole('searchbox', { name: 'Szukaj' }).inputValue(), 'grzejnik')
    assert.equal(await ola.locator('.board article').count(), 1)
    await ola.getByRole('searchbox', { name: 'Szukaj' }).fill('nic takiego')
    await ola.getByRole('heading', { name: 'Nic nie pasuje do filtrów' }).waitFor()
    await ola.goBack()
    await ola.waitForURL((url) => url.search === '')
    await isOnlyIn(ola, 'Gotowe')
  })

  it('makes one room of a double click, from a draft that outlived a reload, and lets its people in', async () => {
    await ola.getByRole('button', { name: 'Nowe zadanie' }).first().click()
    const dialog = ola.getByRole('dialog')
    await dialog.getByLabel('Nazwa').fill('Próbki fug')
    await dialog.getByLabel('Notatka').fill('marża czterdzieści')
    await ola.reload()
    await dialog.getByText('Szkic z tego urządzenia').waitFor()
    assert.equal(await dialog.getByLabel('Nazwa').inputValue(), 'Próbki fug')
    await dialog.getByText('Nikt spoza firmy nie zobaczy').waitFor()
    await dialog.getByRole('button', { name: 'Dodaj osoby' }).click()
    await ola.getByRole('searchbox', { name: 'Szukaj po imieniu lub nazwisku' }).fill('Kasia')
    await ola.getByRole('button', { name: /Kasia Wilk/ }).click()
    await dialog.getByText('Do pokoju wchodzą: Saldomiar').waitFor()
    await ola.keyboard.press('Escape')
    await dialog.getByRole('button', { name: 'Utwórz' }).dblclick()
    await isOnlyIn(ola, 'Do zrobienia', 'Próbki fug')
    await isOnlyIn(kasia, 'Do zrobienia', 'Próbki fug')
    const rest = await ola.context().request.get(`${server.base}/api/tasks?title=Próbki fug`)
    const [room] = (await rest.json()).data
    assert.equal(room.internalNotes, 'marża czterdzieści')
    assert.equal((await rest.json()).total, 1)
    const seats = await ola.context().request.get(`${server.base}/api/participants?roomId=${room.id}`)
    assert.deepEqual((await seats.json()).data.map(({ role }: { role: string }) => role).sort(), [
      'notified',
      'performer'
    ])
  })

  it('says at the field what is wrong with it, and does not let go of what is written by accident', async () => {
    await ola.getByRole('button', { name: 'Nowe zadanie' }).first().click()
    const dialog = ola.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Utwórz' }).click()
    await dialog.getByText('Wpisz nazwę.').waitFor()
    await dialog.getByLabel('Nazwa').fill('Listwy')
    await dialog.getByLabel('Postęp (%)').fill('140')
    await dialog.getByRole('button', { name: 'Utwórz' }).click()
    await dialog.locator('[aria-invalid="true"]').waitFor()
    assert.equal(await dialog.getByLabel('Postęp (%)').getAttribute('aria-invalid'), 'true')
    await ola.keyboard.press('Escape')
    await dialog.getByText('nie jest jeszcze zapisane').waitFor()
    await dialog.getByRole('button', { name: 'Odrzuć' }).click()
    await dialog.waitFor({ state: 'detached' })
    await ola.getByRole('button', { name: 'Nowe zadanie' }).first().click()
    assert.equal(await dialog.getByLabel('Nazwa').inputValue(), '')
    await ola.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  it('shows a client the status of an offer, and neither stage nor value nor chance', async () => {
    await Promise.all([ola, kasia].map((page) => page.goto(`${server.base}/sales-activities`)))
    await cardIn(kasia, 'Czeka na odpowiedź', 'Recepcja, etap 2').waitFor()
    await cardIn(ola, 'Oferta', 'Recepcja, etap 2').waitFor()
    const [inside, outside] = await Promise.all([ola, kasia].map((page) => page.locator('main').innerText()))
    for (const word of [/Negocjacje/, /zł/, /60%/, /Etap\b/]) {
      assert.match(inside!, word)
      assert.doesNotMatch(outside!, word)
    }
  })
})
