import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { emailOf, Firm, type Name } from '../mail/firm.ts'
import { atOnce, linkOf, oneOf, overtaken, tenTimes } from '../support/races.ts'
import { Person } from '../support/server.ts'
import { upload } from '../support/upload.ts'

const password = 'dobre hasło'
const better = 'inne, jeszcze lepsze hasło'

describe('two at one moment', function () {
  this.timeout(120_000)
  let firm: Firm
  let made = 0

  before(async () => (firm = await Firm.open()))
  after(() => firm.close())

  const ask = (name: Name, method: string, path: string, data?: object) =>
    firm.person[name].ask(method, path, data)
  const idOf = (name: Name) => firm.person[name].id
  const stranger = () => new Person(firm.server.app, firm.server.base)
  const newEmail = () => `nowa${++made}@example.com`
  const invite = async () => {
    const invited = { name: 'Nowa Osoba', email: newEmail(), zone: 'staff', role: 'admin' }
    return firm.as('ola', 'POST', 'invitations', invited)
  }
  /** Both administrators again, and signed in as before. */
  const promote = async (...names: Name[]) => {
    const ids = names.map(idOf)
    await firm.db('users').whereIn('id', ids).update({ role: 'admin', zone: 'staff', deactivatedAt: null })
    await firm.db('sessions').whereIn('userId', ids).update({ endedAt: null })
  }
  const admins = async () =>
    (await firm.db('users').where({ role: 'admin' }).whereNull('deactivatedAt')).map(({ id }) => id)
  const since = async (recordId: string, event: string) => {
    const entry = await firm.db('journal').where({ recordId, event }).first('position')
    return Number(entry.position)
  }

  describe('administrators', () => {
    for (const change of [{ role: 'member' }, { active: false }])
      it(`leave the firm one, though each takes the other’s rights: ${JSON.stringify(change)}`, () =>
        tenTimes(async () => {
          await promote('ola', 'jan')
          const patch = (by: Name, whom: Name) => ask(by, 'PATCH', `users/${idOf(whom)}`, change)
          oneOf(await atOnce(patch('ola', 'jan'), patch('jan', 'ola')))
          assert.equal((await admins()).length, 1)
          await promote('ola')
        }))

    it('act on each other only while they are administrators, though a third remains', async () => {
      const third = { name: 'Ewa Lis', email: newEmail(), zone: 'staff', role: 'admin', password: better }
      const { id } = await firm.as('ola', 'POST', 'users', third)
      await tenTimes(async () => {
        await promote('ola', 'jan')
        const patch = (by: Name, whom: Name) => ask(by, 'PATCH', `users/${idOf(whom)}`, { role: 'member' })
        oneOf(await atOnce(patch('ola', 'jan'), patch('jan', 'ola')))
      })
      await promote('ola')
      await firm.as('ola', 'PATCH', `users/${id}`, { role: 'member' })
      await firm.as('ola', 'PATCH', `users/${idOf('jan')}`, { role: 'member' })
      firm.person.jan = await firm.server.signIn(emailOf('jan'), password)
    })

    it('leave no invitation behind that is made while they are dismissed', () =>
      tenTimes(async () => {
        await promote('ola', 'jan')
        const data = { name: 'Nowa', email: newEmail(), zone: 'staff', role: 'admin' }
        await atOnce(
          ask('jan', 'POST', 'invitations', data),
          ask('ola', 'PATCH', `users/${idOf('jan')}`, { active: false })
        )
        const open = firm.db('invitations').whereNull('cancelledAt').whereNull('acceptedAt')
        assert.deepEqual(await open.where({ grantedById: idOf('jan') }), [])
      }))

    it('leave no look through another’s eyes behind that begins while they are dismissed', () =>
      tenTimes(async () => {
        await promote('ola', 'jan')
        await atOnce(
          ask('jan', 'POST', 'views', { userId: idOf('kasia') }),
          ask('ola', 'PATCH', `users/${idOf('jan')}`, { active: false })
        )
        const looks = firm
          .db('sessions')
          .where({ openedById: idOf('jan') })
          .whereNull('endedAt')
        assert.deepEqual(await looks, [])
      }))

    after(async () => {
      await promote('ola', 'jan')
      await firm.as('ola', 'PATCH', `users/${idOf('jan')}`, { role: 'member' })
      firm.person.jan = await firm.server.signIn(emailOf('jan'), password)
    })
  })

  describe('accounts', () => {
    it('give one address to an account or to an invitation, not to both', () =>
      tenTimes(async () => {
        const data = { name: 'Nowa', email: newEmail(), zone: 'staff' }
        oneOf(
          await atOnce(
            ask('ola', 'POST', 'users', { ...data, password: better }),
            ask('ola', 'POST', 'invitations', data)
          )
        )
      }))

    it('are made by one invitation once, and by none that is being cancelled', () =>
      tenTimes(async () => {
        const { id, email } = await invite()
        const token = await linkOf(firm, { invitationId: id })
        const accept = () => stranger().ask('POST', 'keys', { token, password: better })
        const answers = await atOnce(accept(), accept(), ask('ola', 'DELETE', `invitations/${id}`))
        oneOf(answers)
        const people = await firm.db('users').where({ email })
        assert.equal(people.length, answers[2] === 200 ? 0 : 1)
      }))

    it('change their password once for two who know the earlier one', () =>
      tenTimes(async (at) => {
        const [now, next] = at % 2 ? [better, password] : [password, better]
        const change = () =>
          ask('tomek', 'PATCH', `users/${idOf('tomek')}`, { currentPassword: now, password: next })
        oneOf(await atOnce(change(), change()))
      }))

    it('open no session by a password that changes while it is tried', () =>
      tenTimes(async (at) => {
        const email = emailOf('piotr')
        const [now, next] = at % 2 ? [better, password] : [password, better]
        const signIn = () =>
          stranger().ask('POST', 'authentication', { strategy: 'local', email, password: now })
        const [signed] = await Promise.all([
          signIn(),
          ask('ola', 'PATCH', `users/${idOf('piotr')}`, { password: next })
        ])
        const before = Object.assign(stranger(), { token: signed.body.accessToken ?? 'none' })
        assert.equal((await before.ask('GET', 'tasks')).status, 401)
      }))

    it('send one link for a new password to whoever asks twice', () =>
      tenTimes(async () => {
        await firm
          .db('keys')
          .where({ userId: idOf('marek') })
          .delete()
        const data = { email: emailOf('marek') }
        await atOnce(stranger().ask('POST', 'keys', data), stranger().ask('POST', 'keys', data))
        assert.equal((await firm.db('keys').where({ userId: idOf('marek') })).length, 1)
      }))

    after(async () => {
      for (const name of ['tomek', 'piotr'] as const)
        await firm.as('ola', 'PATCH', `users/${idOf(name)}`, { password })
      for (const name of ['tomek', 'piotr'] as const)
        firm.person[name] = await firm.server.signIn(emailOf(name), password)
    })
  })

  describe('in a room', () => {
    const guests = ['kasia', 'tomek', 'piotr', 'marek'] as const
    /** No mail is waited for. */
    const newRoom = async (...names: Name[]) => {
      const participants = names.map((name) => ({ userId: idOf(name), role: 'notified' }))
      firm.roomId = (await firm.as('ola', 'POST', 'tasks', { title: 'Pokój', participants })).id
    }
    beforeEach(() => newRoom(...guests))

    it('whoever is taken out of it says nothing after that', async () => {
      const seat = await firm.seatOf('kasia')
      const service = firm.server.app.service('participants')
      const { id, zone, role, organizationId } = await firm
        .db('users')
        .where({ id: idOf('ola') })
        .first()
      const viewer = { id, zone, role, organizationId, locale: 'pl' }
      const { status } = await overtaken(
        firm,
        (trx) => service.remove(seat, { viewer, trx, query: {} }),
        () => ask('kasia', 'POST', 'comments', { roomId: firm.roomId, body: 'jeszcze ja' })
      )
      assert.equal(status, 404)
    })

    it('what is said while its author leaves, or the room is deleted, stands before that', () =>
      tenTimes(async (at) => {
        await newRoom(...guests)
        const seat = await firm.seatOf('kasia')
        const [gone, path] = at % 2 ? [seat, `participants/${seat}`] : [firm.roomId, `tasks/${firm.roomId}`]
        const [said] = await Promise.all([
          ask('kasia', 'POST', 'comments', { roomId: firm.roomId, body: 'zdążę?' }),
          firm.as('ola', 'DELETE', path)
        ])
        if (said.status === 404) return
        assert.equal(said.status, 201)
        assert.ok((await since(said.body.id, 'created')) < (await since(gone, 'removed')))
      }))

    it('whoever moves to another client while being added comes in for one of the two', async () => {
      const [, a] = firm.parties.a.split(':')
      const [, b] = firm.parties.b.split(':')
      await tenTimes(async (at) => {
        await newRoom()
        const organizationId = at % 2 ? a : b
        const answers = await atOnce(
          ask('ola', 'POST', 'participants', {
            roomId: firm.roomId,
            userId: idOf('tomek'),
            role: 'notified'
          }),
          ask('ola', 'PATCH', `users/${idOf('tomek')}`, { organizationId })
        )
        assert.deepEqual(answers, [201, 200])
        const seats = await firm.db('participants').where({ roomId: firm.roomId, userId: idOf('tomek') })
        const parties = await firm.db('roomParties').where({ roomId: firm.roomId }).select('party')
        const now = seats.length ? [{ party: `client:${organizationId}` }] : []
        assert.deepEqual(parties, now)
      })
      firm.person.tomek = await firm.server.signIn(emailOf('tomek'), password)
    })

    it('a question is answered once, and never after it was withdrawn or by whoever has left', () =>
      tenTimes(async (at) => {
        await newRoom(...guests)
        const question = { roomId: firm.roomId, question: 'Zgoda?', kind: 'approval' }
        const askedIds = [idOf('kasia')]
        const { id, hash } = await firm.as('ola', 'POST', 'decisions', { ...question, askedIds })
        const seat = await firm.seatOf('kasia')
        const answer = () =>
          ask('kasia', 'POST', 'answers', { decisionId: id, choice: 'approve', shown: hash })
        if (at % 2) {
          const withdraw = ask('ola', 'PATCH', `decisions/${id}`, { state: 'withdrawn' })
          return oneOf(await atOnce(answer(), answer(), withdraw))
        }
        const [given] = await Promise.all([answer(), firm.as('ola', 'DELETE', `participants/${seat}`)])
        if (given.status === 201) assert.ok((await since(id, 'patched')) < (await since(seat, 'removed')))
        else assert.equal(given.status, 404)
      }))

    it('a question is replaced by one other', () =>
      tenTimes(async () => {
        const question = {
          roomId: firm.roomId,
          question: 'Zgoda?',
          kind: 'approval',
          askedIds: [idOf('kasia')]
        }
        const { id } = await firm.as('ola', 'POST', 'decisions', question)
        const replace = () => ask('ola', 'POST', 'decisions', { ...question, supersedesId: id })
        oneOf(await atOnce(replace(), replace()))
      }))

    it('a file keeps every version, each from an upload of its own', () =>
      tenTimes(async () => {
        const uploadId = await upload(firm.person.ola, 'pierwsza')
        const first = { roomId: firm.roomId, uploadId, name: 'plik.txt' }
        const create = () => ask('ola', 'POST', 'files', { ...first, requestId: randomUUID() })
        const answers = await Promise.all([create(), create()])
        oneOf(answers.map(({ status }) => status))
        const { id } = answers.find(({ status }) => status === 201)!.body
        const uploads = [await upload(firm.person.ola, 'druga'), await upload(firm.person.ola, 'trzecia')]
        const renew = (uploadId: string) => ask('ola', 'PATCH', `files/${id}`, { uploadId })
        assert.deepEqual(await atOnce(...uploads.map(renew)), [200, 200])
        const versions = await firm.db('fileVersions').where({ fileId: id }).orderBy('version')
        assert.deepEqual(versions.map(({ version }) => version), [1, 2, 3]) // prettier-ignore
      }))

    it('a person sets a sign once, and sits once', () =>
      tenTimes(async () => {
        await newRoom('kasia')
        const { id } = await firm.say('ola', 'dobrze?', { audience: ['client'] })
        const react = () => ask('kasia', 'POST', 'reactions', { commentId: id, sign: 'agreed' })
        const [one, other] = await Promise.all([react(), react()])
        assert.equal(one.body.id, other.body.id)
        await atOnce(react(), ask('kasia', 'DELETE', `reactions/${one.body.id}`))
        const standing = await firm.db('reactions').where({ commentId: id }).whereNull('withdrawnAt')
        assert.ok(standing.length <= 1)
        const seat = { roomId: firm.roomId, userId: idOf('marek'), role: 'notified' }
        oneOf(
          await atOnce(ask('ola', 'POST', 'participants', seat), ask('ola', 'POST', 'participants', seat))
        )
      }))
  })
})
