import assert from 'node:assert/strict'
import { Firm, type Name } from '../mail/firm.ts'

describe('the record of whom something has reached', () => {
  let firm: Firm

  before(async () => {
    firm = await Firm.open()
  })
  beforeEach(() => firm.newRoom())
  after(() => firm.close())

  const saw = (name: Name, ...ids: string[]) =>
    firm.as(name, 'POST', 'exposures', { service: 'comments', ids })
  const reached = async (id: string) =>
    (await firm.as('ola', 'GET', `exposures?recordId=${id}`)).data as Record<string, any>[]

  it('keeps the first time that a screen showed it, and tells the firm live', async () => {
    const { id } = await firm.say('ola', 'dla klientów', { audience: ['client'] })
    await firm.person.jan.listen()
    await saw('kasia', id)
    await firm.person.jan.hears('exposures created', ({ recordId }) => recordId === id)
    const [first] = await reached(id)
    assert.equal(first!.userId, firm.person.kasia.id)
    assert.equal(first!.party, firm.parties.a)
    await saw('kasia', id)
    await saw('piotr', id)
    const after = await reached(id)
    assert.equal(after.length, 2)
    assert.equal(after.find(({ userId }) => userId === firm.person.kasia.id)!.seenAt, first!.seenAt)
  })

  it('takes no word of what the reader cannot see, and does not tell which that was', async () => {
    const shown = await firm.say('ola', 'dla klientów', { audience: ['client'] })
    const hidden = await firm.say('ola', 'po cichu')
    const nothing = '00000000-0000-4000-8000-000000000000'
    const answers = [await saw('kasia', shown.id), await saw('kasia', hidden.id), await saw('kasia', nothing)]
    assert.deepEqual(answers, [{}, {}, {}])
    assert.equal((await reached(shown.id)).length, 1)
    assert.equal((await reached(hidden.id)).length, 0)
  })

  it('keeps nothing of the firm’s own screens, nor of one’s own words', async () => {
    const said = await firm.say('kasia', 'pytanie')
    await saw('ola', said.id)
    await saw('kasia', said.id)
    assert.equal((await reached(said.id)).length, 0)
    await saw('tomek', said.id)
    assert.equal((await reached(said.id)).length, 1)
  })

  it('stays after a narrowing, and takes no word from then on', async () => {
    const { id } = await firm.say('ola', 'dla klientów', { audience: ['client'] })
    await saw('kasia', id)
    await firm.as('ola', 'PATCH', `comments/${id}`, { audience: [] })
    await saw('piotr', id)
    assert.deepEqual(
      (await reached(id)).map(({ userId }) => userId),
      [firm.person.kasia.id]
    )
    const turns = await firm.as('ola', 'GET', `timeline?roomId=${firm.roomId}&recordId=${id}`)
    assert.deepEqual(turns.data[0].changed[0].to, [])
  })

  it('knows who was mailed it, and when', async () => {
    const { id } = await firm.say('ola', 'dla Saldomiaru', { audience: [firm.parties.a] })
    await firm.deliver()
    const mailed = await reached(id)
    assert.deepEqual(
      mailed.map(({ userId }) => userId).sort(),
      [firm.person.kasia.id, firm.person.tomek.id].sort()
    )
    assert.ok(mailed.every(({ mailedAt, seenAt }) => mailedAt && !seenAt))
    await saw('kasia', id)
    const kasia = (await reached(id)).find(({ userId }) => userId === firm.person.kasia.id)!
    assert.ok(kasia.seenAt && kasia.mailedAt)
  })

  it('is nothing to anyone outside', async () => {
    assert.equal((await firm.person.kasia.ask('GET', 'exposures')).status, 403)
    const { id } = await firm.say('ola', 'dla wszystkich', { audience: ['client', 'partner'] })
    const { kasia } = firm.person
    await kasia.listen()
    await saw('marek', id)
    await saw('kasia', id)
    const last = await firm.say('ola', 'koniec', { audience: ['client'] })
    await kasia.hears('comments created', (data) => data.id === last.id)
    assert.deepEqual(
      kasia.heard.filter(({ name }) => name.startsWith('exposures')),
      []
    )
  })
})
