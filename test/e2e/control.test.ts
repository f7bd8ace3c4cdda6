import { openBrowser } from '../support/browser.ts'
import { type Person, startTestServer } from '../support/server.ts'
import { upload } from '../support/upload.ts'
import { Visitor } from './visitor.ts'

describe('what each side sees, set in the browser', function () {
  this.timeout(120_000)
  let server: Awaited<ReturnType<typeof startTestServer>>
  let ola: Person
  let staff: Visitor, kasia: Visitor, piotr: Visitor
  let roomId: string

  before(async () => {
    server = await startTestServer({ demo: true })
    ola = await server.signIn('ola@firma.example', 'strefa-demo')
    const browser = await openBrowser()
    staff = await Visitor.enter(browser, server.base, 'ola@firma.example')
    kasia = await Visitor.enter(browser, server.base, 'kasia@klient-a.example')
    piotr = await Visitor.enter(browser, server.base, 'piotr@klient-b.example')
    const emails = ['kasia@klient-a.example', 'marek@partner-a.example']
    const users = await server.app.get('db')('users').whereIn('email', emails)
    const participants = users.map(({ id }) => ({ userId: id, role: 'notified' }))
    roomId = (await ola.ask('POST', 'tasks', { title: 'Kto co widzi', participants })).body.id
    for (const { page, base } of [staff, kasia]) await page.goto(`${base}/tasks/${roomId}`)
  })
  after(async () => {
    for (const visitor of [staff, kasia, piotr]) await visitor?.context.close()
    await server.stop()
  })

  const say = async (body: string, more: object) =>
    (await ola.ask('POST', 'comments', { roomId, body, ...more })).body

  it('widens with what hangs on it, narrows with a word on whom it reached, and keeps account of it', async () => {
    const audience = ['partner']
    const uploads = [{ id: await upload(ola, 'stawki'), name: 'stawki.txt' }]
    const { id: parentId } = await say('Stawki na przyszły rok', { audience, uploads })
    await say('Obowiązują od stycznia', { audience, parentId })
    await say('To dla klientów', { audience: ['client'] })
    await kasia.reads('To dla klientów')
    await kasia.hasNot('Stawki na przyszły rok')

    const { dialog } = staff
    await staff.choosesFrom('Stawki na przyszły rok', 'Kto to widzi')
    await dialog.getByText('Wszyscy w pokoju', { exact: true }).first().click()
    await dialog.getByText('Zobaczą: Kasia Wilk').waitFor()
    await dialog.getByRole('checkbox', { name: /Pokaż też: .*odpowied.*plik/ }).check()
    await dialog.getByRole('button', { name: 'Zmień widoczność' }).click()
    await kasia.reads('Stawki na przyszły rok')
    await kasia.reads('Obowiązują od stycznia')
    await kasia.note('Stawki na przyszły rok').getByRole('button', { name: 'stawki.txt' }).waitFor()

    await staff.choosesFrom('Stawki na przyszły rok', 'Do kogo to dotarło')
    await dialog.getByRole('img', { name: 'Na ekranie po raz pierwszy' }).waitFor()
    await staff.page.keyboard.press('Escape')
    await staff.choosesFrom('Stawki na przyszły rok', 'Kto to widzi')
    await dialog.getByText('Partnerzy', { exact: true }).first().click()
    await dialog.getByText('Przestaną widzieć: Kasia Wilk').waitFor()
    await dialog.getByText(/Na ekranie już było u: Kasia Wilk/).waitFor()
    await dialog.getByRole('button', { name: 'Zmień widoczność' }).click()
    await kasia.readsNoMore('Stawki na przyszły rok')
    await kasia.readsNoMore('Obowiązują od stycznia')

    await staff.choosesFrom('Stawki na przyszły rok', 'Do kogo to dotarło')
    await dialog.getByText('już nie widzi').waitFor()
    await dialog.getByText('schowane: Saldomiar.').waitFor()
    await staff.page.keyboard.press('Escape')
  })

  it('shows a party that comes in what was picked for it, and no more', async () => {
    await say('Rzut piętra w załączeniu', { audience: ['client'] })
    await say('Rabat dla Saldomiaru', { audience: ['client'] })
    await staff.reads('Rabat dla Saldomiaru')
    const { page, dialog } = staff
    await page.getByRole('button', { name: 'Dodaj osobę' }).click()
    await dialog.getByRole('searchbox').fill('Piotr Maj')
    await dialog.getByRole('button', { name: /Piotr Maj/ }).click()
    await dialog.getByRole('heading', { name: 'Pokazać wcześniejsze wpisy?' }).waitFor()
    await dialog.getByText('Wybrane wpisy', { exact: true }).first().click()
    await dialog.getByRole('checkbox', { name: /Rzut piętra w załączeniu/ }).check()
    await dialog.getByRole('button', { name: 'Dodaj: Piotr Maj' }).click()
    await dialog.getByRole('button', { name: 'Gotowe' }).click()
    await dialog.waitFor({ state: 'detached' })
    await piotr.goTo(`/tasks/${roomId}`)
    await piotr.reads('Rzut piętra w załączeniu')
    for (const text of ['Rabat dla Saldomiaru', 'To dla klientów']) await piotr.hasNot(text)
    await kasia.reads('Rabat dla Saldomiaru')
  })

  it('takes a word back, and brings it back', async () => {
    await say('Montaż w czwartek', { audience: ['client'] })
    await kasia.reads('Montaż w czwartek')
    await staff.choosesFrom('Montaż w czwartek', 'Wycofaj')
    await staff.dialog.getByRole('button', { name: 'Wycofaj' }).click()
    await kasia.readsNoMore('Montaż w czwartek')
    await staff.page.getByRole('button', { name: 'Przywróć' }).first().click()
    await kasia.reads('Montaż w czwartek')
    await staff.reads('Montaż w czwartek')
  })

  it('copies a room, and what was internal stays so', async () => {
    await say('Marża dwanaście procent', {})
    const { page, dialog } = staff
    await page.getByRole('heading', { name: 'Kto co widzi' }).waitFor()
    await page.getByRole('button', { name: 'Więcej' }).first().click()
    await page.getByRole('menuitem', { name: 'Skopiuj…' }).click()
    await dialog.getByLabel('Nazwa').fill('Kto co widzi, kopia')
    for (const part of ['Wpisy firmy', 'Pliki firmy'])
      await dialog.getByRole('checkbox', { name: part }).check()
    await dialog.getByRole('button', { name: 'Skopiuj' }).click()
    await page.getByRole('heading', { name: 'Kto co widzi, kopia' }).waitFor()
    await staff.reads('Marża dwanaście procent')
    await kasia.goTo(new URL(page.url()).pathname)
    await kasia.reads('To dla klientów')
    for (const text of ['Marża dwanaście procent', 'Stawki na przyszły rok']) await kasia.hasNot(text)
  })
})
