import assert from 'node:assert/strict'
import { emailOf, Firm, type Name } from '../mail/firm.ts'

const hidden = ['Ola\u200b Wrona', 'Ola \u202eanorW', 'Ola\u200c Wrona', 'Ola\u0007', 'Ola\u00ad Wrona', '\u3164', '\u2066Ola\u2069', 'Ola\nWrona'] // prettier-ignore
const needed = ['می\u200cخواهم', 'Zespół 👨\u200d👩\u200d👧', 'Marzena ❤\ufe0f Żak', 'O’Brien-Łąka', '李小龙']

describe('a name', function () {
  this.timeout(60_000)
  let firm: Firm

  before(async () => (firm = await Firm.open()))
  after(() => firm.close())

  const places = (name: string): ['POST' | 'PATCH', string, object][] => [
    [
      'POST',
      'users',
      { name, email: `n${Math.random()}@example.com`, zone: 'staff', password: 'bóbr liczy gwiazdy 9' }
    ],
    ['POST', 'invitations', { name, email: `n${Math.random()}@example.com`, zone: 'staff' }],
    ['POST', 'organizations', { name }],
    ['POST', 'tasks', { title: name }],
    ['PATCH', `users/${firm.person.kasia.id}`, { name }]
  ]

  it('with signs that nobody sees is refused with a sentence', async () => {
    for (const name of hidden)
      for (const [method, path, data] of places(name)) {
        const { status, body } = await firm.person.ola.ask(method, path, data)
        assert.equal(status, 400, `${path} ${JSON.stringify(name)}`)
        assert.match(body.message, /znaki, których nie widać/)
      }
  })

  it('keeps the signs that its script or its emoji need', async () => {
    for (const name of needed)
      for (const [method, path, data] of places(name)) {
        const { status, body } = await firm.person.ola.ask(method, path, data)
        assert.ok(status < 300, `${path} ${name}: ${JSON.stringify(body)}`)
      }
  })
})

describe('an outsider who is called as one of the firm’s people', function () {
  this.timeout(60_000)
  let firm: Firm

  before(async () => {
    firm = await Firm.open()
    await firm.newRoom()
  })
  after(() => firm.close())

  const rename = async (who: Name, name: string) => firm.as('ola', 'PATCH', `users/${firm.person[who].id}`, { name }) // prettier-ignore
  const shown = async (by: Name, whom: Name) =>
    (await firm.as(by, 'GET', `users/${firm.person[whom].id}`)).shownName

  it('is shown with their firm beside the name, however it is written', async () => {
    assert.equal(await shown('jan', 'kasia'), 'Kasia Wilk')
    for (const name of ['Ola Wrona', 'OLA  WRÓNA', 'Оlа Wrоnа', 'Ｏｌａ Wrona', '0la-Wrona']) {
      await rename('kasia', name)
      assert.equal(await shown('jan', 'kasia'), `${name} (Saldomiar)`)
      assert.equal(await shown('tomek', 'kasia'), `${name} (Saldomiar)`)
    }
    assert.equal(await shown('jan', 'ola'), 'Ola Wrona')
    await rename('kasia', 'Kasia Wilk')
    assert.equal(await shown('jan', 'kasia'), 'Kasia Wilk')
  })

  it('is shown so in the mails of their own colleagues, who read a plain name otherwise', async () => {
    await firm.say('ola', 'Tomek mnie zna', { audience: ['client'] })
    const mailAbout = async (name: string) => {
      await rename('kasia', name)
      await firm.deliver()
      firm.smtp.received = []
      await firm.say('kasia', 'Kto to mówi?')
      await firm.deliver()
      return firm.smtp.to(emailOf('tomek'))[0]!.text!
    }
    assert.match(await mailAbout('Ola Wrona'), /Ola Wrona \(Saldomiar\)/)
    assert.match(await mailAbout('Kasia Wilk'), /Kasia Wilk(?! \()/)
  })

  it('is shown so live, when it is the firm’s person whose name changes', async () => {
    await firm.person.ola.listen()
    const { id } = firm.person.piotr
    await rename('jan', 'Piotr Maj')
    await firm.person.ola.hears(
      'users patched',
      (data) => data.id === id && /\(Rumiankowa 8\)/.test(data.shownName)
    )
    await rename('jan', 'Jan Sikora')
    await firm.person.ola.hears('users patched', (data) => data.id === id && data.shownName === 'Piotr Maj')
  })

  it('tells outsiders nothing of whom the firm has: they read the firm beside every outsider', async () => {
    const before = await firm.as('tomek', 'GET', `users/${firm.person.kasia.id}`)
    const hidden = {
      name: 'Kasia Wilk',
      email: 'k@example.com',
      zone: 'staff',
      password: 'bóbr liczy gwiazdy 9'
    }
    await firm.person.tomek.listen()
    await firm.as('ola', 'POST', 'users', hidden)
    await firm.say('ola', 'koniec', { audience: ['client'] })
    await firm.person.tomek.hears('comments created', ({ body }) => body === 'koniec')
    assert.ok(!firm.person.tomek.heard.some(({ name }) => name.startsWith('users')))
    assert.deepEqual(await firm.as('tomek', 'GET', `users/${firm.person.kasia.id}`), before)
    assert.equal(await shown('jan', 'kasia'), 'Kasia Wilk (Saldomiar)')
  })

  it('is so named in mails and documents too', async () => {
    await rename('kasia', 'Ola Wrona')
    await firm.say('kasia', 'proszę o numer konta')
    await firm.deliver()
    const mails = firm.smtp.received.filter(({ text }) => /numer konta/.test(text ?? ''))
    assert.ok(mails.length > 0)
    for (const { text } of mails) assert.match(text!, /Ola Wrona \(Saldomiar\)/)
    const { id } = await firm.as('ola', 'POST', 'exports', { roomId: firm.roomId })
    await firm.until(async () => (await firm.as('ola', 'GET', `exports/${id}`)).state === 'ready')
    const { base, token } = firm.person.ola
    const headers = { authorization: `Bearer ${token}` }
    const document = await fetch(`${base}/api/export-files/${id}?format=html`, { headers })
    assert.match(await document.text(), /Ola Wrona \(Saldomiar\)/)
  })
})
