import assert from 'node:assert/strict'
import { Firm, type Name } from '../mail/firm.ts'
import { isRunning, killOutright } from '../support/strefa.ts'

describe('an attack by work that takes long', function () {
  this.timeout(60_000)
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
})
