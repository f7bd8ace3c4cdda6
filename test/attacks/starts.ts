import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { io, type Socket } from 'socket.io-client'
import { createTestDatabase } from '../support/database.ts'
import { startTestServer } from '../support/server.ts'
import { freePort } from '../support/strefa.ts'

const SOCKETS = 40

describe('an attack on starts, copies and upgrades', function () {
  this.timeout(300_000)

  it('leaves no socket deaf that connects while the database lets Strefa start slowly', async () => {
    const { url, token } = await demoFirm()
    const feed = await hold(url, 'feed')
    const port = Number(await freePort())
    const starting = startTestServer({ databaseUrl: url, demo: true, port })
    await feed.isWaitedFor()
    const impatient = Array.from({ length: SOCKETS }, () => new Impatient(port, token))
    await Promise.all(impatient.map(({ tried }) => tried))
    const health = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null)
    assert.notEqual(health?.status, 200, 'it does not say that it is ready')
    await feed.release()

    const server = await starting
    await Promise.all(impatient.map(({ connected }) => connected))
    assert.equal((await fetch(`${server.base}/api/health`)).status, 200)
    const ola = await server.signIn('ola@firma.example', 'strefa-demo')
    const { body } = await ola.ask('POST', 'tasks', { title: 'Słyszą wszyscy' })
    await Promise.all(impatient.map((each) => each.hears(body.id)))
    for (const { socket } of impatient) socket.disconnect()
    await server.stop()
  })

  it('answers what was asked before a stop, and lets nobody in afterwards', async () => {
    const { url } = await demoFirm()
    const server = await startTestServer({ databaseUrl: url, demo: true })
    const ola = await server.signIn('ola@firma.example', 'strefa-demo')
    const rooms = await hold(url, 'rooms')
    const asked = ola.ask('POST', 'tasks', { title: 'W drodze' })
    await rooms.isWaitedFor()
    const stopped = server.stop()
    await assert.rejects(fetch(`${server.base}/api/health`), 'the port is closed')
    await rooms.release()
    assert.equal((await asked).status, 201)
    await stopped
  })
})

/** Made while its database is quick; Ola is signed in. */
async function demoFirm() {
  const { url } = await createTestDatabase()
  const server = await startTestServer({ databaseUrl: url, demo: true })
  const { token } = await server.signIn('ola@firma.example', 'strefa-demo')
  await server.stop()
  return { url, token }
}

/** Nobody gets at the table until it is released. */
async function hold(url: string, table: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`begin; lock table ${table} in access exclusive mode`)
  const waiting = `select from pg_locks where not granted and relation = '${table}'::regclass`
  return {
    async isWaitedFor() {
      while ((await client.query(waiting)).rowCount === 0) await setTimeout(5)
    },
    release: () => client.query('rollback').then(() => client.end())
  }
}

/** Tries to come in until it is let in, as an open page does; signed in by its cookie. */
class Impatient {
  socket: Socket
  connected: Promise<void>
  /** It came in, or was sent away once. */
  tried: Promise<void>
  #heard = new Set<string>()

  constructor(port: number, token: string) {
    this.socket = io(`http://127.0.0.1:${port}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 5,
      reconnectionDelayMax: 20,
      extraHeaders: { cookie: `strefa=${token}` }
    })
    this.socket.on('tasks created', ({ id }) => this.#heard.add(id))
    this.connected = new Promise((resolve) => this.socket.once('connect', () => resolve()))
    const refused = new Promise<void>((resolve) => this.socket.once('connect_error', () => resolve()))
    this.tried = Promise.race([this.connected, refused])
  }

  async hears(id: string) {
    while (!this.#heard.has(id))
      await new Promise<void>((resolve) => this.socket.once('tasks created', () => resolve()))
  }
}
