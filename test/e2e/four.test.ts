import assert from 'node:assert/strict'
import { openBrowser } from '../support/browser.ts'
import { Person } from '../support/server.ts'
import { freePort, launch, root, withFolder, type Strefa } from '../support/strefa.ts'
import { Visitor } from './visitor.ts'

const INTERNAL = [
  'wewnętrzna narada',
  '84600',
  '71930',
  'ruszamy go dopiero po rozmowie z Magdą',
  'Przy zieleni leśnej'
]
/** Names of fields that are the firm's own; a comment's audience among them. */
const FIELDS = [
  '"internalNotes"',
  '"estimate"',
  '"stage"',
  '"probability"',
  '"audience":[',
  '"internalUpdatedAt"'
]

describe('four people in one room, each at their own browser', function () {
  this.timeout(180_000)

  let strefa: Strefa, start: () => Promise<Strefa>, end: () => void
  let done: Promise<void>
  let ola: Visitor, kasia: Visitor, piotr: Visitor, marek: Visitor
  let room: string

  before(async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    end = resolve
    const ready = Promise.withResolvers<string>()
    done = withFolder(async (dataDir) => {
      ready.resolve(dataDir)
      await promise
    })
    const dataDir = await ready.promise
    const env = { STREFA_DEMO: 'on', PORT: `${await freePort()}` }
    start = async () => (await launch({ dataDir, env, cwd: root })).running()
    strefa = await start()
    const base = `http://localhost:${strefa.port}`
    const admin = await Person.signIn(undefined as never, base, 'ola@firma.example', 'strefa-demo')
    const { body } = await admin.ask('GET', `tasks?search=${encodeURIComponent('Łazienki i kuchnia, 2')}`)
    room = `/tasks/${body.data[0].id}`
    const browser = await openBrowser()
    const emails = ['ola@firma.example', 'kasia@klient-a.example', 'piotr@klient-b.example', 'marek@partner-a.example'] // prettier-ignore
    const people = await Promise.all(emails.map((email) => Visitor.enter(browser, base, email)))
    ;[ola, kasia, piotr, marek] = people as [Visitor, Visitor, Visitor, Visitor]
    await Promise.all(people.map((one) => one.goTo(room)))
    await Promise.all(people.map((one) => one.composer.waitFor()))
  })

  after(async () => {
    for (const one of [ola, kasia, piotr, marek]) await one?.context.close()
    await strefa?.stop()
    end()
    await done
  })

  const externals = () => [kasia, piotr, marek]

  it('read each word that was meant for them, live, and no other', async () => {
    await ola.choose('Wewnętrzne')
    await ola.say('wewnętrzna narada')
    await ola.choose('Klienci')
    await ola.say('do obu klientów')
    await ola.choose('Partnerzy')
    await ola.say('do partnerów')
    await ola.choose('Wybrane firmy', 'Wspólnota Rumiankowa 8')
    await ola.say('do jednej firmy')
    await ola.choose('Wszyscy w pokoju')
    await ola.say('do wszystkich tutaj')
    await Promise.all([ola, kasia, piotr, marek].map((one) => one.reads('do wszystkich tutaj')))
    await kasia.reads('do obu klientów')
    await piotr.reads('do obu klientów')
    await piotr.reads('do jednej firmy')
    await marek.reads('do partnerów')
    await kasia.hasNot('do jednej firmy')
    await marek.hasNot('do jednej firmy')
    await marek.hasNot('do obu klientów')
    await kasia.hasNot('do partnerów')
    for (const one of externals()) await one.hasNot('wewnętrzna narada')
    for (const text of ['wewnętrzna narada', 'do obu klientów', 'do partnerów', 'do jednej firmy'])
      await ola.reads(text)
  })

  it('see the reach of a record change on the open screen', async () => {
    await ola.showsTo('do obu klientów', 'Wewnętrzne')
    await kasia.readsNoMore('do obu klientów')
    await piotr.readsNoMore('do obu klientów')
    await ola.showsTo('do obu klientów', 'Wszyscy w pokoju')
    await Promise.all(externals().map((one) => one.reads('do obu klientów')))
  })

  it('answer, change and take back their own words', async () => {
    await kasia.answers('do wszystkich tutaj', 'odpowiedź od Kasi')
    await ola.reads('odpowiedź od Kasi')
    await kasia.choosesFrom('odpowiedź od Kasi', 'Zmień tekst')
    const field = kasia.page.getByRole('log').getByRole('textbox')
    await field.fill('odpowiedź od Kasi, poprawiona')
    await field.press('Control+Enter')
    await ola.reads('odpowiedź od Kasi, poprawiona')
    await ola.choose('Wszyscy w pokoju')
    await ola.say('dziękuję, czytam')
    await Promise.all(externals().map((one) => one.reads('dziękuję, czytam')))
    for (const one of [piotr, marek]) await one.hasNot('odpowiedź od Kasi, poprawiona')
    await kasia.choosesFrom('odpowiedź od Kasi, poprawiona', 'Wycofaj')
    await kasia.dialog.getByRole('button', { name: 'Wycofaj' }).click()
    await ola.readsNoMore('odpowiedź od Kasi, poprawiona')
    await kasia.readsNoMore('odpowiedź od Kasi, poprawiona')
  })

  it('see someone write only if they could read it', async () => {
    const writing = (one: Visitor) => one.page.getByText('Ola Wrona pisze', { exact: true })
    await ola.choose('Wewnętrzne')
    await ola.composer.pressSequentially('coś wewnętrznego')
    await ola.composer.fill('')
    await ola.choose('Partnerzy')
    await ola.composer.pressSequentially('coś dla partnerów')
    await writing(marek).first().waitFor()
    assert.equal(await writing(kasia).count(), 0)
    assert.equal(await writing(piotr).count(), 0)
    await ola.composer.fill('')
    await writing(marek).first().waitFor({ state: 'detached' })
  })

  it('leave with a kind sentence when they are taken out, and come back as they were', async () => {
    const talk = await kasia.talk()
    const person = ola.page.getByRole('button', { name: 'Kasia Wilk: zmień' })
    await person.click()
    await ola.page.getByRole('menuitem', { name: 'Usuń z pokoju' }).click()
    await ola.dialog.getByRole('button', { name: 'Usuń z pokoju' }).click()
    await kasia.page.getByText('Ten pokój jest już zamknięty dla Ciebie').waitFor()
    assert.equal(await kasia.page.getByRole('log').count(), 0)
    await ola.page.getByRole('button', { name: 'Dodaj osobę' }).first().click()
    await ola.dialog.getByRole('searchbox').fill('Kasia')
    await ola.dialog.getByRole('button', { name: /Kasia Wilk/ }).click()
    await ola.dialog.getByText('już tu jest').first().waitFor()
    await ola.page.keyboard.press('Escape')
    await kasia.goTo(room)
    await kasia.reads('dziękuję, czytam')
    assert.deepEqual(await kasia.talk(), talk)
  })

  it('go on where they were when the server is killed and comes back', async () => {
    await ola.choose('Wszyscy w pokoju')
    await piotr.composer.fill('w połowie zda')
    await strefa.kill()
    const bar = 'Brak połączenia. Piszesz dalej, wyślemy po powrocie.'
    await Promise.all([ola, kasia, piotr, marek].map((one) => one.page.getByText(bar).first().waitFor()))
    await marek.say('napisane bez połączenia')
    await marek.reads('napisane bez połączenia')
    strefa = await start()
    await Promise.all([ola, kasia, piotr, marek].map((one) => one.page.getByText(bar).first().waitFor({ state: 'detached' }))) // prettier-ignore
    await ola.reads('napisane bez połączenia')
    assert.equal(await piotr.composer.inputValue(), 'w połowie zda')
    await ola.say('jesteśmy z powrotem')
    await Promise.all(externals().map((one) => one.reads('jesteśmy z powrotem')))
    assert.equal(await ola.words('napisane bez połączenia').count(), 1)
    await piotr.composer.press('End')
    await piotr.composer.pressSequentially('nia')
    await piotr.composer.press('Control+Enter')
    await ola.reads('w połowie zdania')
  })

  it('talk about a sale without seeing what the firm hopes of it', async () => {
    const sale = '/sales-activities?view=list'
    await Promise.all([ola, kasia].map((one) => one.goTo(sale)))
    const title = 'Recepcja, etap 2'
    await Promise.all([ola, kasia].map((one) => one.page.getByRole('main').getByText(title).first().click()))
    await Promise.all([ola, kasia].map((one) => one.composer.waitFor()))
    await ola.page.getByText('Szansa').first().waitFor()
    assert.equal(await kasia.page.getByText('Szansa').count(), 0)
    await ola.choose('Klienci')
    await ola.say('oferta jest gotowa')
    await kasia.reads('oferta jest gotowa')
    await Promise.all([ola, kasia].map((one) => one.goTo(room)))
    await Promise.all([ola, kasia].map((one) => one.reads('jesteśmy z powrotem')))
  })

  it('hold at the end what a fresh load shows', async () => {
    for (const one of [ola, kasia, piotr, marek]) {
      const before = { talk: await one.talk(), people: await one.people() }
      await one.page.reload()
      await one.reads('jesteśmy z powrotem')
      await one.page
        .getByRole('complementary')
        .locator('.person')
        .nth(before.people.length - 1)
        .waitFor()
      assert.deepEqual({ talk: await one.talk(), people: await one.people() }, before)
    }
  })

  it('were never sent a word that was not theirs, nor an error', async () => {
    const sent = (one: Visitor) => one.received.join('\n')
    for (const words of INTERNAL.slice(0, 2)) assert.ok(sent(ola).includes(words), `Ola was sent "${words}"`)
    for (const field of FIELDS) assert.ok(sent(ola).includes(field), field)
    for (const one of externals())
      for (const words of [...INTERNAL, ...FIELDS]) assert.ok(!sent(one).includes(words), words)
    assert.ok(sent(piotr).includes('do jednej firmy') && !sent(kasia).includes('do jednej firmy'))
    assert.ok(sent(marek).includes('do partnerów') && !sent(kasia).includes('do partnerów'))
    for (const one of [kasia, marek])
      assert.ok(!sent(one).includes('Piotr Maj'), 'Piotr is named to nobody else')
    for (const one of [ola, kasia, piotr, marek]) assert.deepEqual(one.complaints, [])
  })
})
