import assert from 'node:assert/strict'
import { openBrowser } from '../support/browser.ts'
import { launch, withFolder, type Strefa } from '../support/strefa.ts'
import { Visitor } from './visitor.ts'

const PAGES = ['/', '/inbox', '/tasks', '/sales-activities', '/calendar', '/calendar?view=agenda', '/contacts', '/contacts?people', '/news', '/preferences', '/security', '/more', '/no-such-page'] // prettier-ignore
const PEOPLE = ['ola@firma.example', 'kasia@klient-a.example', 'marek@partner-a.example']
const DESK = { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }
const PHONE = { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true, isMobile: true }

describe('every page', function () {
  this.timeout(240_000)
  let strefa: Strefa
  let end: () => void
  let done: Promise<void>
  let base: string

  before(async () => {
    const ready = Promise.withResolvers<string>()
    const finished = Promise.withResolvers<void>()
    end = finished.resolve
    done = withFolder(async (dataDir) => {
      ready.resolve(dataDir)
      await finished.promise
    })
    strefa = await (await launch({ dataDir: await ready.promise, env: { STREFA_DEMO: 'on' } })).running()
    base = `http://localhost:${strefa.port}`
  })
  after(async () => {
    await strefa?.stop()
    end()
    await done
  })

  for (const email of PEOPLE)
    for (const [name, options] of Object.entries({ desk: DESK, phone: PHONE }))
      it(`fits a ${name}, names what it shows and complains of nothing: ${email}`, async () => {
        const visitor = await Visitor.enter(await openBrowser(), base, email, options)
        const room = await visitor.page.locator('a[href^="/tasks/"]').first().getAttribute('href')
        for (const path of [...PAGES, room!]) {
          await visitor.goTo(path)
          await visitor.page.locator('h1:visible').first().waitFor()
          await visitor.page.locator('.skel').first().waitFor({ state: 'detached' })
          assert.deepEqual(await faultsOf(visitor), [], path)
        }
        assert.deepEqual(visitor.complaints, [])
        await visitor.context.close()
      })

  it('speaks the language of the browser before anyone signs in', async () => {
    for (const [locale, language, word] of [
      ['en-GB', 'en', 'Sign in'],
      ['pl-PL', 'pl', 'Zaloguj się']
    ] as const) {
      const page = await (await (await openBrowser()).newContext({ locale })).newPage()
      await page.goto(base)
      await page.getByRole('button', { name: word, exact: true }).waitFor()
      assert.equal(await page.locator('html').getAttribute('lang'), language)
      await page.context().close()
    }
  })

  it('keeps words that were half written, and sends what was written offline once', async () => {
    const kasia = await Visitor.enter(await openBrowser(), base, 'kasia@klient-a.example')
    await kasia.page.getByRole('link', { name: 'Łazienki i kuchnia, 2. piętro' }).first().click()
    await kasia.composer.waitFor()
    await kasia.context.setOffline(true)
    await kasia.page.getByText('Łączenie…').waitFor()
    await kasia.say('napisane bez połączenia')
    await kasia.page.getByText('czeka na połączenie').waitFor()
    await kasia.composer.fill('dopiero pół słowa')
    const room = kasia.page.url()
    await kasia.page.goto('about:blank')
    await kasia.context.setOffline(false)
    await kasia.page.goto(room)
    await kasia.reads('napisane bez połączenia')
    assert.equal(await kasia.composer.inputValue(), 'dopiero pół słowa')
    await kasia.page.getByText('wysyłanie…').waitFor({ state: 'detached' })
    await kasia.page.reload()
    await kasia.reads('napisane bez połączenia')
    assert.equal(await kasia.words('napisane bez połączenia').count(), 1)
    await kasia.context.close()
  })
})

/** What scrolls sideways, and controls that nobody named, as a screen reader would meet them. */
async function faultsOf({ page }: Visitor) {
  const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')
  const tree = await page.locator('body').ariaSnapshot()
  const unnamed = tree
    .split('\n')
    .filter((line) => /^\s*- (button|link|textbox|combobox|checkbox|radio|tab|img)\b(?! ")/.test(line))
  return [...(wide ? ['the page scrolls sideways'] : []), ...unnamed]
}
