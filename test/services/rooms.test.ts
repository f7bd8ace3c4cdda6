import assert from 'node:assert/strict'
import { upload } from '../support/upload.ts'
import { Firm } from '../mail/firm.ts'

describe('a room that is', () => {
  let firm: Firm

  before(async () => {
    firm = await Firm.open()
  })
  beforeEach(() => firm.newRoom())
  after(() => firm.close())

  const status = async (name: 'ola' | 'jan' | 'kasia' | 'marek', path: string) =>
    (await firm.person[name].ask('GET', path)).status

  it('private keeps whoever made it so, and shuts out the firm’s others', async () => {
    const room = await firm.as('jan', 'POST', 'tasks', {
      title: 'Poufne',
      private: true,
      participants: [{ userId: firm.person.kasia.id, role: 'notified' }]
    })
    assert.equal(await status('jan', `tasks/${room.id}`), 200)
    assert.equal(await status('kasia', `tasks/${room.id}`), 200)
    assert.equal(await status('ola', `tasks/${room.id}`), 200, 'an administrator')
    await firm.as('jan', 'PATCH', `tasks/${firm.roomId}`, { private: true })
    assert.equal(await status('jan', `tasks/${firm.roomId}`), 200)
    const others = await firm.as('ola', 'POST', 'tasks', { title: 'Cudze', private: true })
    assert.equal(await status('jan', `tasks/${others.id}`), 404)
  })

  it('closed opens again', async () => {
    const close = (archivedAt: string | null) =>
      firm.as('jan', 'PATCH', `tasks/${firm.roomId}`, { archivedAt })
    await close('2026-11-24T10:00:00Z')
    assert.ok((await firm.as('kasia', 'GET', `tasks/${firm.roomId}`)).archivedAt)
    await close(null)
    assert.equal((await firm.as('kasia', 'GET', `tasks/${firm.roomId}`)).archivedAt, null)
  })
})

describe('a withdrawn record', () => {
  let firm: Firm

  before(async () => {
    firm = await Firm.open()
  })
  beforeEach(() => firm.newRoom())
  after(() => firm.close())

  it('comes back to those who saw it, live, and its answers hang on it again', async () => {
    const { kasia, marek, jan } = firm.person
    const said = await firm.say('ola', 'dla klientów', { audience: ['client'] })
    const reply = await firm.say('kasia', 'dzięki', { parentId: said.id })
    await firm.as('ola', 'DELETE', `comments/${said.id}`)
    assert.equal((await kasia.ask('GET', `comments/${said.id}`)).status, 404)
    assert.equal((await firm.as('kasia', 'GET', `comments/${reply.id}`)).parentId, null)
    await kasia.listen()
    const data = { service: 'comments', id: said.id }
    assert.equal((await kasia.ask('POST', 'restorations', data)).status, 403)
    assert.equal((await jan.ask('POST', 'restorations', data)).status, 201)
    await kasia.hears('comments created', ({ id }) => id === said.id)
    await kasia.hears('comments patched', ({ id, parentId }) => id === reply.id && parentId === said.id)
    assert.equal((await marek.ask('GET', `comments/${said.id}`)).status, 404)
    assert.equal((await jan.ask('POST', 'restorations', data)).status, 404, 'it is there already')
  })

  it('comes back with the files that went with it', async () => {
    const jan = firm.person.jan
    const id = await upload(jan, 'rzut')
    const said = await firm.say('jan', 'z plikiem', {
      uploads: [{ id, name: 'rzut.txt' }],
      audience: ['client']
    })
    const seen = async () =>
      (await firm.as('kasia', 'GET', `files?roomId=${firm.roomId}`)).data.map(({ name }: any) => name)
    assert.deepEqual(await seen(), ['rzut.txt'])
    await firm.as('jan', 'DELETE', `comments/${said.id}`)
    assert.deepEqual(await seen(), [])
    await firm.as('ola', 'POST', 'restorations', { service: 'comments', id: said.id })
    assert.deepEqual(await seen(), ['rzut.txt'])
  })

  it('comes back within what it hangs on by now', async () => {
    const said = await firm.say('ola', 'dla wszystkich', { audience: ['client', 'partner'] })
    const reply = await firm.say('ola', 'też dla wszystkich', {
      parentId: said.id,
      audience: ['client', 'partner']
    })
    await firm.as('ola', 'DELETE', `comments/${reply.id}`)
    await firm.as('ola', 'PATCH', `comments/${said.id}`, { audience: ['client'] })
    await firm.as('ola', 'POST', 'restorations', { service: 'comments', id: reply.id })
    assert.equal((await firm.person.marek.ask('GET', `comments/${reply.id}`)).status, 404)
    assert.equal((await firm.person.kasia.ask('GET', `comments/${reply.id}`)).status, 200)
  })
})
