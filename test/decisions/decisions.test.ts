import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Firm, type Name } from '../mail/firm.ts'
import type { Person } from '../support/server.ts'
import { content, upload } from '../support/upload.ts'
import { Screen } from '../support/screen.ts'

describe('a decision', () => {
  let firm: Firm
  before(async () => (firm = await Firm.open()))
  beforeEach(() => firm.newRoom())
  after(() => firm.close())

  const idOf = (name: Name) => firm.person[name].id
  const asking = (more: object = {}) => ({
    roomId: firm.roomId,
    question: 'Który blat wybieramy?',
    kind: 'choice',
    options: ['Kamień jasny', 'Dąb'],
    askedIds: [idOf('kasia')],
    ...more
  })
  const ask = (more: object = {}) => firm.as('ola', 'POST', 'decisions', asking(more))
  const refusal = async (name: Name, method: string, path: string, data?: object) => {
    const { status, body } = await firm.person[name].ask(method, path, data)
    return [status, body.data?.code]
  }
  const answer = (name: Name, { id, hash }: any, more: object = {}) =>
    firm.person[name].ask('POST', 'answers', {
      decisionId: id,
      choice: '1',
      reason: '',
      shown: hash,
      ...more
    })
  const seenBy = (name: Name, { id }: any) => firm.as(name, 'GET', `decisions/${id}`)

  describe('is asked', () => {
    it('of people of one party, who can answer it, while their colleagues can only read it', async () => {
      const asked = await ask()
      assert.deepEqual(
        [asked.party, asked.rule, asked.state, asked.can],
        [firm.parties.a, 'any', 'open', { answer: false, withdraw: true, supersede: true }]
      )
      const seen = await seenBy('kasia', asked)
      assert.deepEqual(seen.can, { answer: true, withdraw: false, supersede: false })
      assert.equal(seen.hash, asked.hash)
      assert.equal((await seenBy('tomek', asked)).can.answer, false)
    })

    it('of one party only, and of people in the room', async () => {
      const both = { askedIds: [idOf('kasia'), idOf('piotr')] }
      assert.deepEqual(await refusal('ola', 'POST', 'decisions', asking(both)), [400, 'oneParty'])
      const firmOnly = { askedIds: [idOf('ola')] }
      assert.equal((await refusal('ola', 'POST', 'decisions', asking(firmOnly)))[0], 400)
      await firm.newRoom('Sama Kasia', ['kasia'])
      const away = { askedIds: [idOf('kasia'), idOf('tomek')] }
      assert.deepEqual(await refusal('ola', 'POST', 'decisions', asking(away)), [400, 'askedNotHere'])
      await ask()
    })

    it('by the firm only', async () => {
      assert.deepEqual(await refusal('kasia', 'POST', 'decisions', asking()), [403, 'staffOnly'])
    })

    it('with two different options at least, and an approval with its own', async () => {
      for (const wrong of [{ options: ['Dąb'] }, { options: ['Dąb', ' Dąb'] }, { kind: 'approval' }])
        assert.deepEqual(await refusal('ola', 'POST', 'decisions', asking(wrong)), [400, 'optionsOfChoice'])
      const { options } = await ask({ kind: 'approval', options: [] })
      assert.deepEqual(options, [{ id: 'approve' }, { id: 'reject' }])
    })

    it('about links that the party sees, as they are now: a later edit or narrowing changes nothing of it', async () => {
      const link = (more: object) =>
        firm.as('ola', 'POST', 'links', {
          roomId: firm.roomId,
          url: 'https://example.com/a',
          title: 'Oferta',
          ...more
        })
      const shared = await link({ audience: ['client'] })
      const inside = await link({})
      const about = (id: string, more: object = {}) => asking({ about: [{ kind: 'link', id, ...more }] })
      assert.deepEqual(await refusal('ola', 'POST', 'decisions', about(inside.id)), [400, 'aboutUnseen'])
      const asked = await firm.as('ola', 'POST', 'decisions', about(shared.id))
      await firm.as('ola', 'PATCH', `links/${shared.id}`, { url: 'https://example.com/b', title: 'Inna' })
      await firm.as('ola', 'PATCH', `links/${shared.id}`, { audience: [] })
      const [pinned] = (await seenBy('kasia', asked)).about
      assert.deepEqual([pinned.name, pinned.url], ['Oferta', 'https://example.com/a'])
      assert.match(pinned.hash, /^[0-9a-f]{64}$/)
      assert.equal((await answer('kasia', asked)).status, 201)
    })

    it('about files that the party sees: that version stays readable to them, and to them alone', async () => {
      const { ola, kasia, piotr } = firm.person
      const keep = async (text: string, more: object = {}) =>
        firm.as('ola', 'POST', 'files', {
          ...{ roomId: firm.roomId, uploadId: await upload(ola, text), name: 'oferta.txt', ...more }
        })
      const file = await keep('pierwsza oferta', { audience: ['client'] })
      const inside = await keep('nasza marża')
      const about = (id: string) => asking({ about: [{ kind: 'file', id }] })
      assert.deepEqual(await refusal('ola', 'POST', 'decisions', about(inside.id)), [400, 'aboutUnseen'])
      const asked = await firm.as('ola', 'POST', 'decisions', about(file.id))
      await firm.as('ola', 'PATCH', `files/${file.id}`, { uploadId: await upload(ola, 'druga oferta') })
      await firm.as('ola', 'PATCH', `files/${file.id}`, { audience: [] })
      const [pinned] = (await seenBy('kasia', asked)).about
      assert.deepEqual([pinned.name, pinned.hash, pinned.version], ['oferta.txt', file.hash, 1])
      const read = async (who: Person, version: number) => {
        const response = await content(who, `${file.id}/content?version=${version}`)
        return response.status === 200 ? response.text() : response.status
      }
      assert.deepEqual(
        [await read(kasia, 1), await read(kasia, 2), await read(piotr, 1)],
        ['pierwsza oferta', 404, 404]
      )
    })

    it('about what staff looked at, or not at all', async () => {
      const link = await firm.as('ola', 'POST', 'links', {
        ...{ roomId: firm.roomId, url: 'https://example.com/', title: 'Oferta', audience: ['client'] }
      })
      const about = [{ kind: 'link', id: link.id, hash: '0'.repeat(64) }]
      assert.deepEqual(await refusal('ola', 'POST', 'decisions', asking({ about })), [409, 'aboutChanged'])
    })

    it('once under one request', async () => {
      const requestId = randomUUID()
      const [first, second] = [await ask({ requestId }), await ask({ requestId })]
      assert.equal(second.id, first.id)
    })
  })

  describe('is answered', () => {
    it('once, and says who, when, for whom and to what', async () => {
      const asked = await ask()
      const { status, body } = await answer('kasia', asked, { choice: '2', reason: 'Cieplejszy' })
      assert.equal(status, 201)
      const { answers, state, hash, can } = await seenBy('kasia', asked)
      assert.deepEqual(answers, [body])
      const { authorId, party, choice, reason, shown } = body
      assert.deepEqual(
        { authorId, party, choice, reason, shown },
        {
          ...{ authorId: idOf('kasia'), party: firm.parties.a, choice: '2', reason: 'Cieplejszy' },
          shown: hash
        }
      )
      assert.deepEqual([state, can.answer], ['answered', false])
      assert.deepEqual((await answer('kasia', asked)).body.data.code, 'alreadyAnswered')
    })

    it('from a session that the firm can name, and others cannot', async () => {
      const asked = await ask()
      await answer('kasia', asked)
      const current = await firm.as('kasia', 'GET', 'sessions/current')
      assert.equal((await seenBy('ola', asked)).answers[0].sessionId, current.id)
      assert.ok(!('sessionId' in (await seenBy('tomek', asked)).answers[0]))
    })

    it('by those who are asked only', async () => {
      const asked = await ask()
      const answering = { decisionId: asked.id, choice: '1', reason: '', shown: asked.hash }
      assert.deepEqual(await refusal('tomek', 'POST', 'answers', answering), [403, 'notAsked'])
      assert.deepEqual(await refusal('ola', 'POST', 'answers', answering), [403, 'notAsked'])
      assert.deepEqual(await refusal('piotr', 'POST', 'answers', answering), [404, 'notFound'])
      assert.equal((await answer('kasia', asked)).status, 201)
    })

    it('with one of its options, to exactly what is shown, and with a reason where the answer is no', async () => {
      const asked = await ask({ kind: 'approval', options: [] })
      const codeOf = async (more: object) => (await answer('kasia', asked, more)).body.data.code
      assert.equal(await codeOf({ choice: '1' }), 'noSuchOption')
      assert.equal(await codeOf({ choice: 'approve', shown: '0'.repeat(64) }), 'shownDiffers')
      assert.equal((await answer('kasia', asked, { shown: 'x', choice: 'approve' })).status, 409)
      assert.equal(await codeOf({ choice: 'reject' }), 'rejectNeedsReason')
      assert.equal((await answer('kasia', asked, { choice: 'reject', reason: 'Za drogo' })).status, 201)
    })

    it('by one of those asked, of two who answer at one moment', async () => {
      const both = [idOf('kasia'), idOf('tomek')]
      for (let round = 0; round < 5; round++) {
        const asked = await ask({ askedIds: both })
        const given = await Promise.all([answer('kasia', asked), answer('tomek', asked, { choice: '2' })])
        assert.deepEqual(given.map(({ status }) => status).sort(), [201, 409])
        assert.equal((await seenBy('ola', asked)).answers.length, 1)
      }
    })

    it('once by one who sends it twice at one moment, and the same way where it is the same request', async () => {
      const asked = await ask({ askedIds: [idOf('kasia'), idOf('tomek')], rule: 'all' })
      const given = await Promise.all([answer('kasia', asked), answer('kasia', asked)])
      assert.deepEqual(given.map(({ status }) => status).sort(), [201, 409])
      const requestId = randomUUID()
      const [first, again] = [
        await answer('tomek', asked, { requestId }),
        await answer('tomek', asked, { requestId })
      ]
      assert.deepEqual([first.status, again.body.id], [201, first.body.id])
    })

    it('by all at one moment, and is settled by the last of them', async () => {
      for (let round = 0; round < 5; round++) {
        const asked = await ask({ askedIds: [idOf('kasia'), idOf('tomek')], rule: 'all' })
        const given = await Promise.all([answer('kasia', asked), answer('tomek', asked, { choice: '2' })])
        assert.deepEqual(
          given.map(({ status }) => status),
          [201, 201]
        )
        assert.equal((await seenBy('ola', asked)).state, 'answered')
      }
    })

    it('by all, where all are asked', async () => {
      const asked = await ask({ askedIds: [idOf('kasia'), idOf('tomek')], rule: 'all' })
      await answer('kasia', asked)
      assert.equal((await seenBy('ola', asked)).state, 'open')
      assert.deepEqual(
        [(await seenBy('kasia', asked)).can.answer, (await seenBy('tomek', asked)).can.answer],
        [false, true]
      )
      await answer('tomek', asked, { choice: '2' })
      assert.equal((await seenBy('ola', asked)).state, 'answered')
    })
  })

  describe('ends', () => {
    it('when staff withdraw it while it is open, and is then seen and not answered', async () => {
      const asked = await ask()
      assert.equal((await refusal('kasia', 'PATCH', `decisions/${asked.id}`, { state: 'withdrawn' }))[0], 403)
      await firm.as('ola', 'PATCH', `decisions/${asked.id}`, { state: 'withdrawn' })
      const { state, can } = await seenBy('kasia', asked)
      assert.deepEqual([state, can.answer], ['withdrawn', false])
      assert.equal((await answer('kasia', asked)).body.data.code, 'decisionClosed')
    })

    it('and an answered one cannot be withdrawn: another supersedes it', async () => {
      const asked = await ask()
      await answer('kasia', asked)
      const withdrawing = await refusal('ola', 'PATCH', `decisions/${asked.id}`, { state: 'withdrawn' })
      assert.deepEqual(withdrawing, [409, 'decisionClosed'])
      const next = await ask({ question: 'A po zmianie ceny?', supersedesId: asked.id })
      const earlier = await seenBy('kasia', asked)
      assert.deepEqual(
        [earlier.state, earlier.supersededById, earlier.answers.length, earlier.hash],
        ['superseded', next.id, 1, asked.hash]
      )
      const again = await refusal('ola', 'POST', 'decisions', asking({ supersedesId: asked.id }))
      assert.deepEqual(again, [409, 'decisionClosed'])
    })

    it('by a question to the same party in the same room only', async () => {
      const asked = await ask()
      const other = { askedIds: [idOf('piotr')], supersedesId: asked.id }
      assert.deepEqual(await refusal('ola', 'POST', 'decisions', asking(other)), [400, 'otherQuestion'])
      await ask({ supersedesId: asked.id })
    })

    it('with either its withdrawal or its answer, when both come at one moment', async () => {
      for (let round = 0; round < 5; round++) {
        const asked = await ask()
        const both = await Promise.all([
          answer('kasia', asked),
          firm.person.ola.ask('PATCH', `decisions/${asked.id}`, { state: 'withdrawn' })
        ])
        assert.equal(both.filter(({ status }) => status === 409).length, 1)
      }
    })
  })

  describe('in the database', () => {
    it('lets nobody alter or delete an answer, or what was asked', async () => {
      const asked = await ask()
      await answer('kasia', asked)
      const refused = [
        firm.db('answers').update({ choice: '2' }),
        firm.db('answers').delete(),
        firm.db.raw('truncate answers'),
        firm.db('decisions').where({ id: asked.id }).update({ question: 'Inne?' }),
        firm.db('decisions').where({ id: asked.id }).update({ state: 'open', endedAt: null }),
        firm.db('decisions').where({ id: asked.id }).delete(),
        firm.db.raw('truncate decisions cascade')
      ]
      for (const each of refused) await assert.rejects(each, /never altered/)
      assert.equal((await seenBy('ola', asked)).answers[0].choice, '1')
    })
  })

  describe('and those it is not asked of', () => {
    it('learn nothing of it, by any way', async () => {
      const outsiders = ['piotr', 'marek'] as const
      const before = await Promise.all(outsiders.map(learned))
      for (const name of outsiders) await firm.person[name].listen()
      await firm.person.kasia.listen()
      const asked = await ask({ dueAt: '2030-01-01' })
      await answer('kasia', asked, { reason: 'sekret' })
      await ask({ question: 'Jeszcze raz?', supersedesId: asked.id })
      await firm.deliver()
      const end = await firm.say('ola', 'koniec', { audience: ['client', 'partner'] })
      for (const name of [...outsiders, 'kasia'] as const)
        await firm.person[name].hears('comments created', ({ id }) => id === end.id)
      assert.ok(firm.person.kasia.heard.some(({ name }) => name === 'decisions created'))
      assert.ok(firm.smtp.to('kasia@example.com').some(({ source }) => source.includes('Jeszcze raz')))
      for (const name of outsiders) {
        const heard = firm.person[name].heard.map((event) => event.name)
        assert.deepEqual(heard, ['comments created'])
        assert.deepEqual(await refusal(name, 'GET', `decisions/${asked.id}`), [404, 'notFound'])
        assert.deepEqual(firm.smtp.to(`${name}@example.com`), [])
      }
      await firm.as('ola', 'DELETE', `comments/${end.id}`)
      assert.deepEqual(await Promise.all(outsiders.map(learned)), before)
      for (const name of [...outsiders, 'kasia'] as const) firm.person[name].socket!.disconnect()
    })

    const learned = async (name: Name) => {
      const questions = [
        'decisions',
        'answers',
        'users',
        'notifications',
        'reads',
        `timeline?roomId=${firm.roomId}`
      ]
      return Promise.all(questions.map((question) => firm.as(name, 'GET', question)))
    }
  })

  describe('is told', () => {
    it('live to both sides, with what each may do now', async () => {
      const screens = [new Screen(firm.person.ola), new Screen(firm.person.kasia)] as const
      for (const { person } of screens) await person.listen()
      for (const screen of screens) await screen.open()
      const asked = await ask()
      for (const screen of screens) {
        await screen.person.hears('decisions created', ({ id }) => id === asked.id)
        await screen.settled()
        assert.deepEqual(
          screen.held.get('decisions')!.get(asked.id),
          await screen.person.call('get', 'decisions', asked.id)
        )
      }
      await answer('kasia', asked)
      for (const screen of screens) {
        await screen.person.hears(
          'decisions patched',
          ({ id, state }) => id === asked.id && state === 'answered'
        )
        await screen.settled()
        assert.deepEqual(
          screen.held.get('decisions')!.get(asked.id),
          await screen.person.call('get', 'decisions', asked.id)
        )
        await screen.leave()
      }
    })

    it('in the inbox, the count of what is unread and the timeline of those who see it', async () => {
      await firm.newRoom('Kuchnia', ['jan', 'kasia', 'tomek'])
      const asked = await ask()
      await answer('kasia', asked)
      const kinds = async (name: Name) =>
        (await firm.as(name, 'GET', 'notifications')).data
          .filter(({ recordId }: any) => recordId === asked.id)
          .map(({ kind, actorId }: any) => [kind, actorId])
      assert.deepEqual(await kinds('tomek'), [
        ['answer', idOf('kasia')],
        ['decision', idOf('ola')]
      ])
      assert.deepEqual(await kinds('kasia'), [['decision', idOf('ola')]])
      assert.deepEqual(await kinds('jan'), [
        ['answer', idOf('kasia')],
        ['decision', idOf('ola')]
      ])
      const { data } = await firm.as('tomek', 'GET', 'reads')
      assert.equal(data.find(({ roomId }: any) => roomId === firm.roomId).unread, 1)
      const told = await firm.as('tomek', 'GET', `timeline?roomId=${firm.roomId}`)
      assert.deepEqual(
        told.data
          .filter(({ service }: any) => service === 'decisions')
          .map(({ event, actorId }: any) => [event, actorId]),
        [
          ['patched', idOf('kasia')],
          ['created', idOf('ola')]
        ]
      )
    })

    it('names its author and who answered to all who see it, even when those have left the room', async () => {
      const asked = await ask()
      await answer('kasia', asked)
      await firm.as('ola', 'DELETE', `participants/${await firm.seatOf('kasia')}`)
      assert.equal((await firm.as('tomek', 'GET', `users/${idOf('kasia')}`)).name, 'Kasia Wilk')
      assert.equal((await refusal('marek', 'GET', `users/${idOf('kasia')}`))[0], 404)
    })
  })
})
