import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { plain, Screen } from '../support/screen.ts'
import { Person } from '../support/server.ts'
import { freePort, killOutright, launch, withFolder, type Strefa } from '../support/strefa.ts'

const WORDS = 25

describe('killed in the middle of writing', function () {
  this.timeout(120_000)

  it('Strefa comes back with every acknowledged word, and open screens catch up', () =>
    withFolder(async (dataDir) => {
      const env = { STREFA_DEMO: 'on', PORT: `${await freePort()}` }
      const first = await (await launch({ dataDir, env })).running()
      const room = await open(first)
      const half = writing(room)
      await half.reached
      const lost = room.screens.map(
        ({ person }) => new Promise((resolve) => person.socket!.once('disconnect', resolve))
      )
      await first.kill()
      await Promise.all(lost)

      const second = await (await launch({ dataDir, env })).running()
      for (const screen of room.screens) {
        screen.person.socket!.disconnect()
        await screen.comeBack()
      }
      await nothingIsLost(room, await half.written)
      assert.equal(await second.stop(), 0)
    }))

  it('PostgreSQL comes back with every acknowledged word, and open screens go on', () =>
    withFolder(async (dataDir) => {
      const strefa = await (await launch({ dataDir, env: { STREFA_DEMO: 'on' } })).running()
      const room = await open(strefa)
      const half = writing(room)
      await half.reached
      await killOutright(strefa.postgres())
      await nothingIsLost(room, await half.written)
      assert.equal(await strefa.stop(), 0)
    }))
})

interface Room {
  id: string
  writers: Person[]
  screens: Screen[]
}

async function open({ port }: Strefa): Promise<Room> {
  const signIn = (email: string) =>
    Person.signIn(undefined as never, `http://127.0.0.1:${port}`, email, 'strefa-demo')
  const ola = await signIn('ola@firma.example')
  const kasia = await signIn('kasia@klient-a.example')
  const participants = [{ userId: kasia.id, role: 'notified' }]
  const { id } = (await ola.ask('POST', 'tasks', { title: 'Wytrzymałość', participants })).body
  const screens = [new Screen(ola), new Screen(kasia)]
  for (const screen of screens) {
    await screen.person.listen()
    await screen.open()
  }
  return { id, writers: [ola, kasia], screens }
}

/** Each writes word after word, and asks again under the same requestId until it is acknowledged, as the browser does. */
function writing({ id, writers }: Room) {
  const acknowledged: string[] = []
  const { promise: reached, resolve } = Promise.withResolvers<void>()
  const write = async (writer: Person, at: number) => {
    for (let word = 0; word < WORDS; word++) {
      const body = `słowo ${at}:${word}`
      const data = { roomId: id, body, requestId: randomUUID() }
      const audience = at % 2 ? {} : { audience: ['client'] }
      while (
        (await writer.ask('POST', 'comments', { ...data, ...audience }).catch(unanswered)).status !== 201
      );
      acknowledged.push(body)
      if (acknowledged.length === WORDS) resolve()
    }
  }
  const all = [...writers, ...writers].map(write)
  return { reached, written: Promise.all(all).then(() => acknowledged) }
}

const unanswered = async () => {
  await new Promise(setImmediate)
  return { status: 0, body: null }
}

async function nothingIsLost({ id, writers, screens }: Room, acknowledged: string[]) {
  const last = await writers[0]!.ask('POST', 'comments', { roomId: id, body: 'koniec', audience: ['client'] })
  assert.equal(last.status, 201)
  for (const screen of screens) {
    if (!screen.held.get('comments')!.has(last.body.id))
      await screen.person.hears('comments created', (data) => data.id === last.body.id)
    await screen.settled()
    assert.deepEqual(plain(screen.held), plain(await screen.fetch()))
    const bodies = [...screen.held.get('comments')!.values()]
      .filter(({ roomId }) => roomId === id)
      .map((comment) => (comment as unknown as { body: string }).body)
    assert.deepEqual(bodies.sort(), [...acknowledged, 'koniec'].sort())
  }
}
