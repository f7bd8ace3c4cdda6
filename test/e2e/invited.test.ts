import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { openBrowser } from '../support/browser.ts'
import { type Person, startTestServer } from '../support/server.ts'
import { upload } from '../support/upload.ts'
import { Visitor } from './visitor.ts'

describe('an invitation and a pinned file, in the browser', function () {
  this.timeout(120_000)
  let server: Awaited<ReturnType<typeof startTestServer>>
  let ola: Person
  let staff: Visitor

  before(async () => {
    server = await startTestServer({ demo: true })
    ola = await server.signIn('ola@firma.example', 'strefa-demo')
    staff = await Visitor.enter(await openBrowser(), server.base, 'ola@firma.example')
  })
  after(async () => {
    await staff?.context.close()
    await server.stop()
  })

  /** The address in the one letter to this person. */
  async function doorFor(email: string): Promise<string> {
    const folder = join(server.app.get('config').dataDir, 'outbox')
    for (;;) {
      for (const name of await readdir(folder).catch(() => [])) {
        if (!name.endsWith('.eml')) continue
        const { to, text } = await simpleParser(await readFile(join(folder, name)))
        const [door] = [to ?? []].flat().some((one) => one.text.includes(email)) ? text!.match(/\/key#\S+/)! : [null] // prettier-ignore
        if (door) return server.base + door
      }
      await new Promise(setImmediate)
    }
  }

  it('an invited person comes in by the link, once, and is out when deactivated', async () => {
    const { page, dialog } = staff
    await staff.goTo('/contacts?access')
    await page.getByRole('button', { name: 'Zaproś' }).first().click()
    await dialog.getByLabel('Imię i nazwisko').fill('Adam Nowy')
    await dialog.getByLabel('E-mail').fill('adam@klient-a.example')
    await dialog.getByRole('combobox', { name: 'Firma' }).or(dialog.getByLabel('Kontrahent')).first().click()
    await page.getByRole('option', { name: 'Saldomiar' }).click()
    await dialog
      .getByRole('button', { name: /zaproszenie/i })
      .last()
      .click()
    await dialog.waitFor({ state: 'detached' })

    const door = await doorFor('adam@klient-a.example')
    const context = await (await openBrowser()).newContext({ locale: 'pl-PL' })
    const guest = await context.newPage()
    guest.setDefaultTimeout(20_000)
    await guest.goto(door)
    await guest.getByRole('heading', { name: 'Zapraszamy' }).waitFor()
    await guest.getByLabel('Hasło').fill('całkiem nowe hasło')
    await guest.getByRole('button', { name: 'Wejdź' }).click()
    await guest.getByText('Strefa Klienta').first().waitFor()
    const again = await context.newPage()
    await again.goto(door)
    await again.getByRole('heading', { name: 'Ten link już nie działa' }).waitFor()
    await again.close()

    const { id } = await server.app.get('db')('users').where({ email: 'adam@klient-a.example' }).first('id')
    await ola.ask('PATCH', `users/${id}`, { active: false })
    await guest.getByRole('button', { name: 'Zaloguj się' }).waitFor()
    await context.close()
  })

  it('a question is about a file, which the asked open from it', async () => {
    const kasia = await Visitor.enter(await openBrowser(), server.base, 'kasia@klient-a.example')
    const participants = [{ userId: (await server.app.get('db')('users').where({ email: 'kasia@klient-a.example' }).first('id')).id, role: 'notified' }] // prettier-ignore
    const { id: roomId } = (await ola.ask('POST', 'tasks', { title: 'Odbiór', participants })).body
    const uploadId = await upload(ola, 'protokół odbioru, strona pierwsza')
    await ola.ask('POST', 'files', { roomId, uploadId, name: 'protokół.txt', audience: ['client'] })
    await ola.ask('POST', 'files', { roomId, uploadId: await upload(ola, 'x'), name: 'wewnętrzny.txt' })
    const { page, dialog } = staff
    await staff.goTo(`/tasks/${roomId}`)
    await page.getByRole('button', { name: 'Zapytaj o decyzję' }).first().click()
    await dialog.getByLabel('Pytanie').fill('Czy protokół się zgadza?')
    await dialog.getByRole('checkbox', { name: 'protokół.txt' }).check()
    assert.equal(await dialog.getByRole('checkbox', { name: 'wewnętrzny.txt' }).count(), 0)
    await dialog.getByRole('button', { name: 'Zapytaj: Saldomiar' }).click()

    await kasia.goTo(`/tasks/${roomId}`)
    const card = kasia.page.getByRole('article', { name: 'Czy protokół się zgadza?' }).first()
    await card.getByText('protokół.txt').waitFor()
    const [shown] = await Promise.all([
      kasia.page.waitForEvent('download'),
      card.getByRole('link', { name: /protokół\.txt/ }).click()
    ])
    assert.equal(shown.suggestedFilename(), 'protokół.txt')
    await kasia.context.close()
  })
})
