import assert from 'node:assert/strict'
import { Firm, type Name } from '../mail/firm.ts'
import sharp from 'sharp'
import { endlessPage } from '../support/evil.ts'
import { isRunning, killOutright } from '../support/strefa.ts'
import { content, upload } from '../support/upload.ts'

describe('an attack by work that takes long', function () {
  this.timeout(120_000)
  let firm: Firm
  before(async () => (firm = await Firm.open()))
  beforeEach(() => firm.newRoom())
  after(() => firm.close())

  const workers = () => firm.server.app.get('workers')

  async function exported(name: Name) {
    const { id } = await firm.as(name, 'POST', 'exports', { roomId: firm.roomId })
    let found: any
    await firm.until(async () => {
      found = await firm.as(name, 'GET', `exports/${id}`)
      return ['ready', 'failed'].includes(found.state)
    })
    return found
  }

  it('by a word of 20,000 letters in a document: it is laid out in a process of its own, and whole', async () => {
    await firm.say('kasia', 'a'.repeat(20_000))
    const { id, state } = await exported('kasia')
    assert.equal(state, 'ready')
    assert.ok(workers().pids.length > 0 && workers().pids.every(isRunning))
    assert.ok(!workers().pids.includes(process.pid))
    const { status, body } = await firm.person.kasia.ask('GET', `export-files/${id}?format=json`)
    assert.equal(status, 200)
    assert.ok(JSON.stringify(body).includes('a'.repeat(20_000)))
  })

  it('by a document without end: its process is killed, it says that it failed, and the next one is made', async () => {
    await firm.say('kasia', 'słowo '.repeat(3000))
    for (const pid of workers().pids) await killOutright(pid)
    workers().limits = { cpu: 1 }
    assert.equal((await exported('kasia')).state, 'failed')
    workers().limits = {}
    assert.equal((await exported('kasia')).state, 'ready')
  })

  const keep = async (name: Name, bytes: Uint8Array, called: string) =>
    firm.as(name, 'POST', 'files', {
      ...{ roomId: firm.roomId, uploadId: await upload(firm.person[name], bytes), name: called }
    })
  const picture = async (name: Name, id: string) =>
    (await content(firm.person[name], `${id}/thumbnail`)).status
  const square = () =>
    sharp({ create: { width: 600, height: 600, channels: 3, background: 'teal' } })
      .png()
      .toBuffer()

  it('by pages that never end: each is given up and not tried again, and nobody else waits for them', async () => {
    const evil = await Promise.all(
      ['1', '2', '3'].map((salt) => keep('kasia', endlessPage(salt), 'plan.pdf'))
    )
    const honest = await keep('piotr', await square(), 'plan.png')
    workers().limits = { cpu: 300 }
    for (const pid of workers().pids) await killOutright(pid)
    const answered: string[] = []
    const ask = async (name: Name, id: string) => {
      const status = await picture(name, id)
      answered.push(`${name} ${status}`)
    }
    await Promise.all([...evil.map(({ id }) => ask('kasia', id)), ask('piotr', honest.id)])
    assert.ok(answered.indexOf('piotr 200') <= 1 && answered.includes('piotr 200'), answered.join(', '))
    assert.deepEqual(answered.filter((word) => word === 'kasia 404').length, 3)
    // Tried again, it would go on for longer than this test.
    workers().limits = { cpu: 600_000, time: 600_000 }
    for (const { id } of evil) assert.equal(await picture('kasia', id), 404)
    workers().limits = {}
    const own = await keep('kasia', await square(), 'plan.png')
    assert.equal(await picture('kasia', own.id), 200)
  })

  it('by an image that says it has more pixels than anybody has, while a large one is drawn', async () => {
    const blank = (width: number, height: number) =>
      sharp({ create: { width, height, channels: 3, background: 'teal' }, limitInputPixels: false })
        .png({ compressionLevel: 9 })
        .toBuffer()
    const bomb = await keep('kasia', await blank(12_000, 6000), 'bomba.png')
    const large = await keep('kasia', await blank(6000, 4000), 'duży.png')
    assert.equal(await picture('kasia', bomb.id), 404)
    assert.equal(await picture('kasia', large.id), 200)
  })

  it('by documents that stand still: passwords, mails and others’ documents leave meanwhile', async () => {
    for (const pid of workers().pids) await killOutright(pid)
    assert.equal((await exported('kasia')).state, 'ready')
    const [pid] = workers().pids.filter(isRunning)
    process.kill(pid!, 'SIGSTOP')
    const order = (name: Name) => firm.as(name, 'POST', 'exports', { roomId: firm.roomId })
    const stateOf = async (name: Name, { id }: any) => (await firm.as(name, 'GET', `exports/${id}`)).state
    const many: any[] = []
    for (let at = 0; at < 6; at++) many.push(await order('kasia'))
    const other = await order('piotr')
    firm.smtp.received = []
    await firm.as('tomek', 'POST', 'keys', { email: 'tomek@example.com' })
    await firm.say('ola', 'Dzień dobry', { audience: ['client'] })
    await firm.read()
    await firm.db('graphile_worker._private_jobs').whereNotNull('key').whereNull('flags').update({ run_at: new Date() }) // prettier-ignore
    await firm.until(async () => firm.smtp.to('tomek@example.com').length === 2)
    await firm.until(async () => (await stateOf('piotr', other)) === 'ready')
    assert.deepEqual(new Set(await Promise.all(many.map((asked) => stateOf('kasia', asked)))), new Set(['working', 'waiting'])) // prettier-ignore
    process.kill(pid!, 'SIGCONT')
    for (const asked of many) await firm.until(async () => (await stateOf('kasia', asked)) === 'ready')
  })
})
