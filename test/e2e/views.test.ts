import assert from 'node:assert/strict'
import { openBrowser } from '../support/browser.ts'
import { type Person, startTestServer } from '../support/server.ts'
import { Visitor } from './visitor.ts'

const words = {
  pl: { change: 'Zmień: Kasia Wilk', start: 'Zobacz jako…', mails: 'Maile', text: 'Sam tekst', leave: 'Wyjdź', nothing: /Nic tu nie można zmienić/ }, // prettier-ignore
  en: { change: 'Edit Kasia Wilk', start: 'View as…', mails: 'Mails', text: 'Text only', leave: 'Leave', nothing: /Nothing can be changed/ } // prettier-ignore
}

describe('the product through another’s eyes, in the browser', function () {
  this.timeout(120_000)
  let server: Awaited<ReturnType<typeof startTestServer>>
  let ola: Person, kasia: Person
  let roomId: string

  before(async () => {
    server = await startTestServer({ demo: true })
    ola = await server.signIn('ola@firma.example', 'strefa-demo')
    kasia = await server.signIn('kasia@klient-a.example', 'strefa-demo')
    const participants = [{ userId: kasia.id, role: 'notified' }]
    roomId = (await ola.ask('POST', 'tasks', { title: 'Cudze oczy', participants })).body.id
    await ola.ask('POST', 'comments', { roomId, body: 'Tylko między nami' })
    await ola.ask('POST', 'comments', { roomId, body: 'Zapraszamy na odbiór', audience: ['client'] })
    const windows = server.app.get('db')('mailWindows').where({ userId: kasia.id }).whereNull('closedAt')
    while (!(await windows.clone().first())) await new Promise(setImmediate)
  })
  after(() => server.stop())

  for (const [locale, word] of Object.entries(words))
    it(`shows their rooms and their letters, and lets nothing be written (${locale})`, async () => {
      const visitor = await Visitor.enter(await openBrowser(), server.base, 'ola@firma.example')
      const { page, dialog } = visitor
      for (const person of [ola, kasia]) await person.ask('PATCH', 'preferences/me', { locale })
      await page.locator(`html[lang=${locale}]`).waitFor({ state: 'attached' })
      await page.waitForLoadState()
      await visitor.goTo('/contacts?people')
      await page.getByRole('button', { name: word.change }).click()
      await page.getByRole('menuitem', { name: word.start }).click()
      await page.getByText(word.nothing).waitFor()

      await visitor.goTo(`/tasks/${roomId}`)
      await visitor.reads('Zapraszamy na odbiór')
      await visitor.hasNot('Tylko między nami')
      assert.equal(await page.locator('form.composer').getAttribute('inert'), '')
      assert.equal(await page.getByRole('button', { name: 'Zareaguj' }).count(), 0)

      await page.getByRole('button', { name: word.mails, exact: true }).click()
      const letter = dialog.frameLocator('iframe')
      await letter.getByText('Zapraszamy na odbiór').filter({ visible: true }).first().waitFor()
      assert.doesNotMatch(await letter.locator('body').innerText(), /Tylko między nami/)
      await dialog.getByRole('button', { name: word.text }).click()
      await dialog.locator('pre').getByText('Zapraszamy na odbiór').waitFor()
      await page.keyboard.press('Escape')

      await page.getByRole('button', { name: word.leave, exact: true }).click()
      await page.getByText(word.nothing).waitFor({ state: 'detached' })
      await visitor.goTo(`/tasks/${roomId}`)
      await visitor.reads('Tylko między nami')
      assert.deepEqual(visitor.complaints, [])
      await visitor.context.close()
    })
})
