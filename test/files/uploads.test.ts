import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { Person, startTestServer } from '../support/server.ts'
import { freePort, launch, withFolder } from '../support/strefa.ts'
import { content, Sending, upload } from '../support/upload.ts'

const HOUR = 3_600_000

describe('an upload', function () {
  this.timeout(120_000)

  it('that nobody goes on with is taken away, and one that somebody does is not', async () => {
    const server = await startTestServer({ demo: true })
    const ola = await server.signIn('ola@firma.example', 'strefa-demo')
    const { uploads } = server.app.get('files')
    const folder = join(server.app.get('config').dataDir, 'files/uploads')
    const half = await Sending.begin(ola, 10)
    await half.send(new Uint8Array(4))
    const whole = await upload(ola, 'cała treść')
    const slow = await Sending.begin(ola, 10)
    const parts = await readdir(folder)
    const age = async (id: string, hours: number) => {
      const then = new Date(Date.now() - hours * HOUR)
      for (const name of parts.filter((name) => name.startsWith(id)))
        await utimes(join(folder, name), then, then)
    }
    for (const { id } of [half, { id: whole }, slow]) await age(id, 71)
    await uploads.sweep()
    assert.deepEqual((await readdir(folder)).sort(), parts.sort())

    for (const { id } of [half, { id: whole }, slow]) await age(id, 73)
    await slow.send(new Uint8Array(2))
    await uploads.sweep()
    assert.equal(await half.offset(), 404)
    assert.equal(await slow.offset(), 2)
    assert.deepEqual([...new Set((await readdir(folder)).map((name) => name.slice(0, 36)))], [slow.id])
    await server.stop()
  })

  it('goes on from its last byte after Strefa was killed, and nothing of it is seen before its end', () =>
    withFolder(async (dataDir) => {
      const env = { STREFA_DEMO: 'on', PORT: `${await freePort()}` }
      const signIn = (email: string) =>
        Person.signIn(undefined as never, `http://127.0.0.1:${env.PORT}`, email, 'strefa-demo')
      const bytes = Buffer.alloc(3_000_000, 'metr po metrze ')
      const first = await (await launch({ dataDir, env })).running()
      const ola = await signIn('ola@firma.example')
      const { id: roomId } = (await ola.ask('POST', 'tasks', { title: 'W połowie' })).body
      const sending = await Sending.begin(ola, bytes.length)
      await sending.send(bytes.subarray(0, 1_000_000))
      // The rest is on its way when everything stops.
      const cut = sending.send(bytes.subarray(1_000_000), 1_000_000).catch(() => undefined)
      await first.kill()
      await cut

      const second = await (await launch({ dataDir, env })).running()
      const offset = await sending.offset()
      assert.ok(offset >= 1_000_000 && offset <= bytes.length, `${offset}`)
      const data = { roomId, uploadId: sending.id, name: 'pomiar.txt', requestId: randomUUID() }
      assert.equal((await ola.ask('GET', `files?roomId=${roomId}`)).body.total, 0)
      if (offset < bytes.length) {
        assert.equal((await ola.ask('POST', 'files', data)).status, 400)
        await sending.send(bytes.subarray(offset), offset)
      }
      const { body: file } = await ola.ask('POST', 'files', data)
      assert.deepEqual(Buffer.from(await (await content(ola, `${file.id}/content`)).arrayBuffer()), bytes)
      assert.equal(await second.stop(), 0)
    }))
})
