import assert from 'node:assert/strict'
import { emailOf, Firm, type Name } from './firm.ts'

const watched = ['kasia', 'tomek', 'marek'] as const

describe('mails, and what is hidden from their readers', () => {
  const firms: Firm[] = []
  after(() => Promise.all(firms.map((firm) => firm.close())))

  it('are the same with it and without it', async () => {
    const [quiet, busy] = (await Promise.all([story(async () => {}), story(hidden)])) as [Firm, Firm]
    for (const name of watched) {
      assert.equal(mailsOf(quiet, name).length, 2)
      assert.deepEqual(mailsOf(busy, name), mailsOf(quiet, name))
    }
    assert.notDeepEqual(mailsOf(busy, 'piotr'), mailsOf(quiet, 'piotr'))
  })

  /** What every reader sees happen; `aside` does in between what those watched may not see. */
  async function story(aside: (firm: Firm) => Promise<void>) {
    const firm = await Firm.open()
    firms.push(firm)
    await firm.newRoom('Kuchnia')
    const all = { audience: ['client', 'partner'] }
    await aside(firm)
    const first = await firm.say('ola', 'dzień dobry', all)
    await aside(firm)
    await firm.as('ola', 'PATCH', `tasks/${firm.roomId}`, { status: 'doing' })
    await firm.say('ola', 'jutro o siódmej', { ...all, parentId: first.id })
    await aside(firm)
    await firm.deliver()
    await aside(firm)
    await firm.deliver()
    await firm.say('ola', 'do widzenia', all)
    await aside(firm)
    await firm.deliver()
    return firm
  }

  async function hidden(firm: Firm) {
    const { roomId, parties, person } = firm
    const inside = await firm.say('ola', 'w firmie', { mentions: [person.jan.id] })
    await firm.say('jan', 'tak', { parentId: inside.id })
    const notes = { internalNotes: inside.id, estimate: 1200 }
    await firm.as('ola', 'PATCH', `tasks/${roomId}`, notes)
    await firm.as('ola', 'PATCH', `comments/${inside.id}`, { body: 'jednak nie' })
    await firm.as('ola', 'POST', 'links', { roomId, url: 'https://example.com/', title: 'kosztorys' })
    await firm.as('ola', 'POST', 'news', { title: 'Tylko u nas', body: 'w firmie', audience: [parties.b] })
    const question = await firm.say('piotr', 'między nami')
    await firm.say('ola', 'oczywiście', { audience: [parties.b], parentId: question.id })
    await firm.as('ola', 'DELETE', `comments/${inside.id}`)
  }

  const mailsOf = (firm: Firm, name: Name) => firm.smtp.to(emailOf(name)).map(({ source }) => masked(source))

  const masked = (source: string) =>
    source
      .replace(/=\r\n/g, '')
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
      .replace(/[0-9a-f]{32}@/g, 'THREAD@')
      .replace(/--_NmP-[^\s"]+/g, 'BOUNDARY')
      .replace(/^Date: .*$/gm, 'DATE')
      .replace(/\d\d:\d\d/g, 'TIME')
})
