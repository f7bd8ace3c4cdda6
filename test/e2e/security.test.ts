import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { openBrowser } from '../support/browser.ts'
import { startTestServer } from '../support/server.ts'
import { Visitor } from './visitor.ts'

describe('the security page', function () {
  this.timeout(120_000)
  let server: Awaited<ReturnType<typeof startTestServer>>

  before(async () => {
    server = await startTestServer({ demo: true })
    const body = JSON.stringify({ strategy: 'local', email: 'kasia@klient-a.example', password: 'nie to' })
    const headers = { 'content-type': 'application/json' }
    const { status } = await fetch(`${server.base}/api/authentication`, { method: 'POST', headers, body })
    assert.equal(status, 401)
  })
  after(() => server.stop())

  it('shows an administrator who tried to sign in, filtered by event, also after a reload', async () => {
    const ola = await Visitor.enter(await openBrowser(), server.base, 'ola@firma.example')
    await ola.page.getByRole('button', { name: 'Ty i ustawienia' }).first().click()
    await ola.page.getByRole('menuitem', { name: 'Bezpieczeństwo' }).click()
    const lines = ola.page.getByRole('main').getByRole('listitem')
    await lines.filter({ hasText: 'Nieudane logowanie' }).filter({ hasText: 'Kasia Wilk' }).waitFor()
    await lines.filter({ hasText: 'Ola Wrona' }).first().waitFor()
    await ola.page.getByRole('button', { name: 'Zdarzenie' }).click()
    await ola.page.getByRole('button', { name: 'Nieudane logowanie' }).click()
    await ola.page.waitForURL(/kind=sign-in-failed/)
    await lines.filter({ hasText: 'Ola Wrona' }).first().waitFor({ state: 'detached' })
    await ola.page.reload()
    await lines.filter({ hasText: 'Kasia Wilk' }).waitFor()
    assert.equal(await lines.count(), 1)
    assert.deepEqual(ola.complaints, [])
    await ola.context.close()
  })

  it('lets an administrator try again what was set aside, and skip it', async () => {
    const db = server.app.get('db')
    const at = new Date()
    for (const reason of ['a bad row', 'another bad row'])
      await db('setAside').insert({
        ...{ id: randomUUID(), reader: 'person', subject: `nobody of ${reason}` },
        ...{ reason, at, triedAt: at, attempts: 1 }
      })
    const ola = await Visitor.enter(await openBrowser(), server.base, 'ola@firma.example')
    await ola.goTo('/security')
    const line = (reason: string) =>
      ola.page.getByRole('listitem').filter({ has: ola.page.getByText(reason, { exact: true }) })
    await line('a bad row').getByRole('button', { name: 'Spróbuj ponownie' }).click()
    await line('a bad row').waitFor({ state: 'detached' })
    await ola.page.getByText('Udało się.').waitFor()
    await line('another bad row').getByRole('button', { name: 'Pomiń na stałe' }).click()
    await line('another bad row').waitFor({ state: 'detached' })
    assert.equal((await db('setAside')).length, 0)
    assert.deepEqual(ola.complaints, [])
    await ola.context.close()
  })

  it('is not offered to anyone else, and tells them nothing', async () => {
    const jan = await Visitor.enter(await openBrowser(), server.base, 'jan@firma.example')
    await jan.goTo('/security')
    await jan.page.getByRole('main').getByText('To może zrobić tylko administrator').waitFor()
    assert.equal(await jan.page.getByText('Nieudane logowanie').count(), 0)
    await jan.context.close()
  })
})
