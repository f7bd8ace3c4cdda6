import { openBrowser } from '../support/browser.ts'
import { startTestServer } from '../support/server.ts'
import { Visitor } from './visitor.ts'

describe('a reaction in the browser', function () {
  this.timeout(60_000)

  it('is set from the comment, shows to the other side at once, and is taken back by its sign', async () => {
    const server = await startTestServer({ demo: true })
    const ola = await server.signIn('ola@firma.example', 'strefa-demo')
    const browser = await openBrowser()
    const kasia = await Visitor.enter(browser, server.base, 'kasia@klient-a.example')
    const staff = await Visitor.enter(browser, server.base, 'ola@firma.example')
    const { id } = await server.app.get('db')('users').where({ email: 'kasia@klient-a.example' }).first('id')
    const participants = [{ userId: id, role: 'notified' }]
    const { id: roomId } = (await ola.ask('POST', 'tasks', { title: 'Znaki', participants })).body
    await ola.ask('POST', 'comments', { roomId, body: 'Płytki dojechały.', audience: ['client'] })
    for (const { page, base } of [kasia, staff]) await page.goto(`${base}/tasks/${roomId}`)

    await kasia.note('Płytki dojechały.').hover()
    await kasia
      .note('Płytki dojechały.')
      .locator('.hoverbar')
      .getByRole('button', { name: 'Zareaguj' })
      .click()
    await kasia.page.getByRole('button', { name: 'Zgoda', exact: true }).click()
    await staff.note('Płytki dojechały.').getByRole('button', { name: 'Zgoda: Kasia Wilk' }).click()
    await kasia.note('Płytki dojechały.').getByRole('button', { name: 'Zgoda: Ty, Ola Wrona' }).click()
    await staff.note('Płytki dojechały.').getByRole('button', { name: 'Zgoda: Ty' }).waitFor()

    for (const { context } of [kasia, staff]) await context.close()
    await server.stop()
  })
})
