/** A person at a real browser, who knows the product only by what can be read and clicked; all that reaches them is kept. */
import assert from 'node:assert/strict'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'

export class Visitor {
  context: BrowserContext
  page: Page
  base: string
  /** Every answer and every frame that came over the wire. */
  received: string[] = []
  complaints: string[] = []

  constructor(context: BrowserContext, page: Page, base: string) {
    this.context = context
    this.page = page
    this.base = base
  }

  static async enter(browser: Browser, base: string, email: string, options: object = {}) {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'pl-PL',
      reducedMotion: 'reduce',
      ...options
    })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    const visitor = new Visitor(context, page, base)
    await page.goto(`${base}/sign-in`)
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Hasło', { exact: true }).fill('strefa-demo')
    await page.getByRole('button', { name: 'Zaloguj się' }).click()
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await page.waitForURL(`${base}/`)
    visitor.#keepAll() // Not before: the page for signing in names the whole demo firm.
    return visitor
  }

  #keepAll() {
    this.page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => this.received.push(`${payload}`))
    )
    this.page.on('response', (response) => {
      if (!response.url().includes('/api/')) return
      response.text().then(
        (text) => this.received.push(text),
        () => undefined
      )
    })
    this.page.on('pageerror', (error) => this.complaints.push(error.message))
    this.page.on('console', (message) => {
      if (message.type() === 'error' && !isOfTheNetwork(message.text())) this.complaints.push(message.text())
    })
  }

  async goTo(path: string) {
    await this.page.goto(this.base + path)
  }

  get composer() {
    return this.page.getByRole('textbox', { name: 'Treść wpisu' })
  }

  /** Staff choose who reads it; externals have no such choice. */
  async choose(audience: string, ...organizations: string[]) {
    await this.page.getByRole('radio', { name: audience, exact: true }).click()
    if (organizations.length === 0) return
    for (const name of organizations) await this.page.getByRole('checkbox', { name }).check()
    await this.page.keyboard.press('Escape')
  }

  async say(text: string) {
    await this.composer.fill(text)
    await this.composer.press('Control+Enter')
  }

  /** The record in which these words stand, not the thread around it. */
  note(text: string): Locator {
    return this.words(text).locator('xpath=ancestor::article[1]')
  }

  words(text: string): Locator {
    return this.page.getByRole('log').getByText(text, { exact: true })
  }

  async reads(text: string) {
    await this.words(text).waitFor()
  }

  async readsNoMore(text: string) {
    await this.words(text).waitFor({ state: 'detached' })
  }

  /** Only after something later is known to have arrived: silence alone proves nothing. */
  async hasNot(text: string) {
    assert.equal(await this.words(text).count(), 0, text)
  }

  async choosesFrom(text: string, action: string) {
    const note = this.note(text)
    await note.hover()
    await note.getByRole('button', { name: 'Więcej' }).first().click()
    await this.page.getByRole('menuitem', { name: action }).click()
  }

  get dialog() {
    return this.page.getByRole('dialog')
  }

  async showsTo(text: string, audience: string) {
    await this.choosesFrom(text, 'Kto to widzi')
    await this.dialog.getByText(audience, { exact: true }).first().click()
    await this.dialog.getByRole('button', { name: 'Zmień widoczność' }).click()
    await this.dialog.waitFor({ state: 'detached' })
  }

  async answers(text: string, words: string) {
    await this.note(text).getByRole('button', { name: 'Odpowiedz' }).first().click()
    await this.say(words)
  }

  /** What stands in the room, word for word. */
  async talk() {
    const bodies = await this.page.getByRole('log').locator('article p').allInnerTexts()
    return bodies.map((body) => body.trim()).filter(Boolean)
  }

  async people() {
    return this.page.getByRole('complementary').locator('.person').allInnerTexts()
  }
}

/** What a browser itself says of a server that is away, or that refuses, is no fault of the page. */
const isOfTheNetwork = (text: string) => /Failed to load resource|WebSocket connection|ERR_/.test(text)
