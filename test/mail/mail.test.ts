import assert from 'node:assert/strict'
import { emailOf, Firm, people, type Name } from './firm.ts'

describe('mail to people who are away', () => {
  let firm: Firm

  before(async () => {
    firm = await Firm.open()
  })
  beforeEach(() => firm.newRoom())
  after(() => firm.close())

  const mailsTo = (name: Name) => firm.smtp.to(emailOf(name))
  const textTo = (name: Name) => mailsTo(name).map(({ text }) => text).join('\n') // prettier-ignore

  it('reaches those whom a record is for, and nobody else', async () => {
    await firm.say('ola', 'tylko dla firmy')
    await firm.say('ola', 'dla klientów', { audience: ['client'] })
    await firm.deliver()
    for (const name of ['kasia', 'tomek', 'piotr'] as const) {
      assert.equal(mailsTo(name).length, 1)
      assert.match(textTo(name), /dla klientów/)
    }
    assert.deepEqual(mailsTo('marek'), [])
    assert.deepEqual(mailsTo('ola'), [])
    assert.ok(firm.smtp.received.every(({ source }) => !source.includes('tylko dla firmy')))
    await firm.say('ola', 'dla partnerów', { audience: ['partner'] })
    await firm.deliver()
    assert.match(textTo('marek'), /dla partnerów/)
  })

  it('leaves soon after what happened, in words of the reader', async () => {
    firm.server.app.set('mailDelay', 100)
    try {
      await firm.say('ola', 'Dzień dobry <b>wszystkim</b>', { audience: ['client'] })
      await firm.until(async () => mailsTo('kasia').length + mailsTo('piotr').length === 2)
    } finally {
      firm.server.app.set('mailDelay', 3_600_000)
    }
    const [kasia] = mailsTo('kasia')
    const [piotr] = mailsTo('piotr')
    assert.equal(kasia?.subject, 'Łazienki, 2. piętro · Dobry Fach')
    assert.match(kasia?.text ?? '', /1 nowy wpis/)
    assert.match(piotr?.text ?? '', /1 new message/)
    assert.match(String(kasia?.html), /Dzień dobry &lt;b&gt;wszystkim&lt;\/b&gt;/)
    assert.ok(String(kasia?.html).includes(`http://localhost/tasks/${firm.roomId}`))
    assert.equal(kasia?.headers.get('auto-submitted'), 'auto-generated')
    assert.match(kasia?.source ?? '', /^List-Unsubscribe: <http:\/\/localhost\/preferences>/m)
    assert.ok(kasia?.inReplyTo && piotr?.inReplyTo && kasia.inReplyTo !== piotr.inReplyTo)
    await firm.deliver()
  })

  it('tells the firm’s people who else reads it', async () => {
    const userId = firm.person.jan.id
    await firm.as('ola', 'POST', 'participants', { roomId: firm.roomId, userId, role: 'performer' })
    await firm.say('ola', 'po cichu')
    await firm.say('ola', 'głośno', { audience: ['client', 'partner'] })
    await firm.say('kasia', 'pytanie')
    await firm.deliver()
    assert.match(textTo('jan'), /zostaje w firmie:\npo cichu/)
    assert.match(textTo('jan'), /klienci i partnerzy:\ngłośno/)
    assert.match(textTo('jan'), /Saldomiar:\npytanie/)
    assert.match(textTo('kasia'), /\d\d:\d\d:\ngłośno/)
    assert.doesNotMatch(firm.smtp.to(emailOf('kasia'))[0]?.source ?? '', /Saldomiar|klienci|partnerzy/)
  })

  it('says nothing of what was taken back before it left', async () => {
    const gone = await firm.say('ola', 'za dużo powiedziane', { audience: ['client'] })
    await firm.read()
    await firm.as('ola', 'PATCH', `comments/${gone.id}`, { audience: [firm.parties.b] })
    await firm.deliver()
    assert.match(textTo('piotr'), /za dużo powiedziane/)
    assert.deepEqual(mailsTo('kasia'), [])
  })

  it('tells what is left when a part was taken back', async () => {
    const gone = await firm.say('ola', 'pierwsze', { audience: ['client'] })
    await firm.say('ola', 'drugie', { audience: ['client'] })
    await firm.read()
    await firm.as('ola', 'DELETE', `comments/${gone.id}`)
    await firm.deliver()
    assert.match(textTo('kasia'), /1 nowy wpis/)
    assert.match(textTo('kasia'), /drugie/)
    assert.doesNotMatch(textTo('kasia'), /pierwsze/)
  })

  it('asks who may read when the server is ready to take the mail, however late that is', async () => {
    const gone = await firm.say('ola', 'cofnięte w ostatniej chwili', { audience: ['client'] })
    await firm.say('ola', 'zostaje', { audience: [firm.parties.b] })
    let greet = (_: unknown) => {}
    let arrived = () => {}
    const connected = new Promise<void>((resolve) => (arrived = resolve))
    const held = new Promise((resolve) => (greet = resolve))
    Object.defineProperty(firm.smtp, 'greeting', { configurable: true, get: () => (arrived(), held) })
    const delivered = firm.deliver()
    await connected
    await firm.as('ola', 'PATCH', `comments/${gone.id}`, { audience: [] })
    Object.defineProperty(firm.smtp, 'greeting', {
      configurable: true,
      writable: true,
      value: Promise.resolve()
    })
    greet(undefined)
    await delivered
    assert.match(textTo('piotr'), /zostaje/)
    assert.ok(firm.smtp.received.every(({ source }) => !source.includes('cofni')))
    assert.deepEqual(mailsTo('kasia'), [])
  })

  it('tells of what is shown later as if it were new', async () => {
    const comment = await firm.say('ola', 'najpierw w firmie')
    await firm.deliver()
    assert.deepEqual(mailsTo('kasia'), [])
    await firm.as('ola', 'PATCH', `comments/${comment.id}`, { audience: ['client'] })
    await firm.deliver()
    assert.match(textTo('kasia'), /najpierw w firmie/)
    await firm.as('ola', 'PATCH', `comments/${comment.id}`, { body: 'poprawione' })
    await firm.deliver()
    assert.equal(mailsTo('kasia').length, 1)
  })

  it('stops with the participation', async () => {
    await firm.say('ola', 'do obu', { audience: ['client'] })
    await firm.read()
    await firm.as('ola', 'DELETE', `participants/${await firm.seatOf('kasia')}`)
    await firm.deliver()
    assert.deepEqual(mailsTo('kasia'), [])
    assert.match(textTo('tomek'), /do obu/)
  })

  it('tells whoever comes in that the room is open, and marks what calls them', async () => {
    await firm.newRoom('Nowy pokój', ['piotr'])
    const role = 'notified'
    await firm.as('ola', 'POST', 'participants', { roomId: firm.roomId, userId: firm.person.kasia.id, role })
    await firm.deliver()
    assert.match(textTo('kasia'), /Ten pokój jest teraz otwarty dla Ciebie/)
    assert.deepEqual(mailsTo('piotr'), [])
    const question = await firm.say('kasia', 'Kiedy?')
    await firm.say('ola', 'W środę', { audience: [firm.parties.a], parentId: question.id })
    await firm.say('ola', '@Kasia Wilk, proszę', {
      audience: [firm.parties.a],
      mentions: [firm.person.kasia.id]
    })
    await firm.deliver()
    assert.match(textTo('kasia'), /odpowiedź dla Ciebie/)
    assert.match(textTo('kasia'), /wzmianka o Tobie/)
  })

  it('tells of a new status or date, and of nothing internal', async () => {
    await firm.as('ola', 'PATCH', `tasks/${firm.roomId}`, { internalNotes: 'marża 40%', estimate: 1000 })
    await firm.deliver()
    assert.deepEqual(firm.smtp.received, [])
    await firm.as('ola', 'PATCH', `tasks/${firm.roomId}`, { status: 'doing', dueAt: '2031-05-04' })
    await firm.deliver()
    assert.match(textTo('marek'), /Nowy status: W toku/)
    assert.match(textTo('marek'), /Nowy termin: 4 maja 2031/)
    assert.doesNotMatch(textTo('marek'), /marża|1000/)
  })

  it('tells of links and of news', async () => {
    const link = { roomId: firm.roomId, url: 'https://example.com/rzut?a=1&b=2', title: 'Rzut' }
    await firm.as('ola', 'POST', 'links', { ...link, audience: ['partner'] })
    await firm.as('ola', 'POST', 'news', { title: 'Święta', body: 'Nieczynne', audience: ['client'] })
    await firm.deliver()
    assert.match(String(mailsTo('marek')[0]?.html), /rzut\?a=1&amp;b=2/)
    assert.match(textTo('kasia'), /Święta\nNieczynne/)
    assert.doesNotMatch(textTo('marek'), /Święta/)
  })

  it('does not write to someone who is in the room, or has read it since', async () => {
    await firm.person.tomek.listen()
    await firm.person.tomek.call('create', 'presence', { roomId: firm.roomId, typing: null })
    await firm.say('ola', 'czytacie?', { audience: ['client'] })
    await firm.read()
    await firm.as('kasia', 'POST', 'reads', { roomId: firm.roomId })
    await firm.deliver()
    firm.person.tomek.socket?.disconnect()
    assert.deepEqual(mailsTo('tomek'), [])
    assert.deepEqual(mailsTo('kasia'), [])
    assert.match(textTo('piotr'), /czytacie/)
    await firm.say('ola', 'a teraz?', { audience: ['client'] })
    await firm.deliver()
    assert.match(textTo('kasia'), /a teraz/)
    assert.doesNotMatch(textTo('kasia'), /czytacie/)
    assert.match(textTo('tomek'), /a teraz/)
  })

  it('folds a day into one mail at the hour of the reader’s own clocks', async () => {
    await firm.as('kasia', 'PATCH', 'preferences/me', { mail: 'daily', timeZone: 'America/New_York' })
    await firm.say('ola', 'rano', { audience: ['client'] })
    await firm.read()
    await firm.say('tomek', 'w południe')
    await firm.say('ola', 'wieczorem', { audience: ['client'] })
    await firm.read()
    const window = await firm
      .db('mailWindows')
      .where({ userId: firm.person.kasia.id })
      .whereNull('closedAt')
      .first()
    const hour = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', timeStyle: 'short' })
    assert.equal(hour.format(new Date(window.dueAt)), '07:00')
    await firm.deliver()
    assert.equal(mailsTo('kasia').length, 1)
    for (const word of ['rano', 'w południe', 'wieczorem', '3 nowe wpisy', 'Podsumowanie codziennie o 7:00'])
      assert.ok(textTo('kasia').includes(word), word)
    await firm.as('kasia', 'PATCH', 'preferences/me', { mail: 'immediate' })
  })

  it('keeps to the wish that holds when the mail is due', async () => {
    await firm.say('ola', 'raz', { audience: ['client'] })
    await firm.read()
    await firm.as('kasia', 'PATCH', 'preferences/me', { mail: 'never' })
    await firm.as('tomek', 'PATCH', 'preferences/me', { mail: 'daily' })
    await firm.comesDue()
    await firm.until(async () => mailsTo('piotr').length === 1)
    const due = () =>
      firm.db('mailWindows').where({ userId: firm.person.tomek.id }).whereNull('closedAt').first()
    await firm.until(async () => new Date((await due()).dueAt).getUTCMinutes() === 0)
    assert.deepEqual(mailsTo('tomek'), [])
    await firm.deliver()
    assert.deepEqual(mailsTo('kasia'), [])
    assert.match(textTo('tomek'), /raz/)
    await firm.say('ola', 'dwa', { audience: ['client'] })
    await firm.deliver()
    assert.deepEqual(mailsTo('kasia'), [])
    for (const name of ['kasia', 'tomek'] as const)
      await firm.as(name, 'PATCH', 'preferences/me', { mail: 'immediate' })
  })

  it('delivers once when the server was down', async () => {
    await firm.smtp.stop()
    await firm.say('ola', 'cierpliwości', { audience: ['partner'] })
    await firm.read()
    await firm.comesDue()
    await firm.until(async () =>
      Boolean(await firm.db('graphile_worker.jobs').whereNotNull('last_error').first())
    )
    await firm.smtp.start()
    await firm.deliver()
    assert.equal(mailsTo('marek').length, 1)
    assert.match(textTo('marek'), /cierpliwości/)
  })

  it('takes over the mail of a process that died', async () => {
    await firm.say('ola', 'po przerwie', { audience: ['partner'] })
    await firm.read()
    await firm.db('graphile_worker._private_jobs').update({
      locked_at: new Date(Date.now() - 60_000),
      locked_by: 'gone'
    })
    await firm.db('mailWindows').whereNull('closedAt').update({ dueAt: new Date() })
    await firm.until(async () => mailsTo('marek').length > 0)
    await firm.deliver()
    assert.equal(mailsTo('marek').length, 1)
  })

  it('gives up on an address that does not exist, and on nothing else', async () => {
    firm.smtp.unknown.add(emailOf('marek'))
    await firm.say('ola', 'gdzie jesteś?', { audience: ['partner', 'client'] })
    await firm.deliver()
    firm.smtp.unknown.clear()
    assert.match(textTo('kasia'), /gdzie jesteś/)
    assert.deepEqual(mailsTo('marek'), [])
    const last = await firm
      .db('mailWindows')
      .where({ userId: firm.person.marek.id })
      .orderBy('closedAt', 'desc')
      .first()
    assert.equal(last.outcome, 'refused')
  })

  it('writes to nobody who was deactivated', async () => {
    await firm.say('ola', 'ostatnie słowo', { audience: ['client', 'partner'] })
    await firm.read()
    await firm.as('ola', 'PATCH', `users/${firm.person.tomek.id}`, { active: false })
    await firm.deliver()
    assert.deepEqual(mailsTo('tomek'), [])
    for (const name of people.filter((other) => other !== 'tomek'))
      assert.match(textTo(name), /ostatnie słowo/)
  })
})
