import assert from 'node:assert/strict'
import { remindAt } from '../../server/services/decisions/decisions.reminders.ts'
import { emailOf, Firm, type Name } from '../mail/firm.ts'

describe('a reminder of a question', () => {
  let firm: Firm
  before(async () => (firm = await Firm.open()))
  beforeEach(() => firm.newRoom('Kuchnia', ['jan', 'kasia', 'tomek', 'piotr']))
  after(() => firm.close())

  const tomorrow = () => new Date(Date.now() + 26 * 3_600_000).toISOString()
  const ask = (more: object = {}) =>
    firm.as('ola', 'POST', 'decisions', {
      ...{
        roomId: firm.roomId,
        question: 'Który blat wybieramy?',
        kind: 'choice',
        options: ['Kamień', 'Dąb']
      },
      ...{ askedIds: [firm.person.kasia.id], dueAt: tomorrow(), ...more }
    })
  const answer = ({ id, hash }: any) =>
    firm.as('kasia', 'POST', 'answers', { decisionId: id, choice: '2', reason: 'Cieplejszy', shown: hash })
  const mailsTo = (name: Name) => firm.smtp.to(emailOf(name))

  /** The clock goes on to the day of the reminder, and the task comes round. */
  async function remind() {
    const { app } = firm.server
    const clock = app.get('clock')
    const later = new Date(Date.now() + 20 * 3_600_000)
    app.set('clock', { ...clock, now: () => later })
    await firm.db.raw(`select graphile_worker.add_job('remind', '{}')`)
    await firm.until(
      async () => !(await firm.db('graphile_worker.jobs').where({ task_identifier: 'remind' }).first('id'))
    )
    await firm.read()
    await firm.deliver()
    app.set('clock', clock)
  }

  it('is due a day before, and half-way where less is left', () => {
    const asked = '2026-11-02T10:00:00.000Z'
    assert.equal(remindAt(asked, '2026-11-06T12:00:00.000Z'), '2026-11-05T12:00:00.000Z')
    assert.equal(remindAt(asked, '2026-11-06'), '2026-11-05T08:00:00.000Z')
    assert.equal(remindAt(asked, '2026-11-02T14:00:00.000Z'), '2026-11-02T12:00:00.000Z')
    assert.equal(remindAt(asked, '2026-11-01'), null)
  })

  it('reaches once, by mail and in the inbox, those who are waited for, and nobody else', async () => {
    const { id } = await ask()
    await firm.deliver()
    const [question] = mailsTo('kasia')
    assert.match(question!.text!, /Który blat wybieramy\?\n• Kamień\n• Dąb\nOdpowiedź do: /)
    assert.match(question!.text!, /czeka na Twoją odpowiedź/)
    assert.match(question!.subject!, /Kuchnia/)
    firm.smtp.received = []
    await remind()
    await remind()
    assert.equal(mailsTo('kasia').length, 1)
    assert.match(mailsTo('kasia')[0]!.text!, /przypomnienie: nadal czeka na Twoją odpowiedź/)
    for (const name of ['tomek', 'piotr', 'jan'] as const) assert.deepEqual(mailsTo(name), [])
    const kinds = async (name: Name) =>
      (await firm.as(name, 'GET', 'notifications')).data
        .filter(({ recordId }: any) => recordId === id)
        .map(({ kind }: any) => kind)
    assert.deepEqual(await kinds('kasia'), ['reminder', 'decision'])
    assert.deepEqual(await kinds('tomek'), ['decision'])
  })

  it('does not come for a question that is answered or was withdrawn', async () => {
    const answered = await ask()
    await answer(answered)
    const withdrawn = await ask({ question: 'A zlew?' })
    await firm.as('ola', 'PATCH', `decisions/${withdrawn.id}`, { state: 'withdrawn' })
    await firm.deliver()
    firm.smtp.received = []
    const open = await ask({ question: 'A kran?' })
    await remind()
    const [mail, ...rest] = mailsTo('kasia')
    assert.deepEqual(rest, [])
    assert.match(mail!.text!, /A kran\?/)
    assert.doesNotMatch(mail!.text!, /zlew|blat/)
    assert.ok((await firm.as('ola', 'GET', `decisions/${open.id}`)).remindedAt)
  })

  it('is not needed to tell the firm and colleagues what was answered', async () => {
    const asked = await ask()
    await firm.deliver()
    firm.smtp.received = []
    await answer(asked)
    await firm.deliver()
    for (const name of ['jan', 'tomek'] as const)
      assert.match(mailsTo(name)[0]!.text!, /Który blat wybieramy\?\nKasia Wilk, wybór: Dąb\nCieplejszy/)
    for (const name of ['kasia', 'piotr'] as const) assert.deepEqual(mailsTo(name), [])
  })
})
