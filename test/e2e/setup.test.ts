import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { startTestServer } from '../support/server.ts'

describe('the set-up of a firm, in the browser', function () {
  this.timeout(120_000)

  async function visit(address: string, use: (page: Page) => Promise<void>) {
    const context = await (await openBrowser()).newContext({ locale: 'pl-PL' })
    const page = await context.newPage()
    page.setDefaultTimeout(60_000)
    await page.goto(address)
    await use(page)
    await context.close()
  }

  async function fill(page: Page) {
    await page.getByLabel('Nazwa firmy').fill('Stolarnia')
    await page.getByLabel('Imię i nazwisko').fill('Zofia Lis')
    await page.getByLabel('E-mail').fill('zofia@stolarnia.pl')
    await page.getByLabel('Hasło', { exact: true }).fill('granatowy rower pod lasem')
  }
  const begin = (page: Page) => page.getByRole('button', { name: 'Załóż firmę' }).click()
  const inside = (page: Page) => page.getByRole('link', { name: 'Zadania' }).first().waitFor()

  it('opens by the address that the start prints, and asks for nothing that stands in it', async () => {
    const server = await startTestServer()
    await visit(`${server.base}/setup#${await server.setupCode()}`, async (page) => {
      await fill(page)
      assert.equal(await page.getByLabel('Kod z adresu').count(), 0)
      await begin(page)
      await inside(page)
      assert.doesNotMatch(page.url(), /#/)
    })
    await server.stop()
  })

  it('asks whoever comes without the code for it, and takes the whole address', async () => {
    const server = await startTestServer()
    const address = `${server.base}/setup#${await server.setupCode()}`
    await visit(`${server.base}/sign-in`, async (page) => {
      await page.getByLabel('Kod z adresu').fill('zgadywany')
      await fill(page)
      await begin(page)
      await page.getByText('Brakuje kodu albo się nie zgadza').waitFor()
      await page.getByLabel('Kod z adresu').fill(address)
      await begin(page)
      await inside(page)
    })
    await server.stop()
  })
})
