/** What happens when a neighbour breaks: the database, the process itself, a connection that hangs. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { connect } from '../../server/database/index.ts'
import { Firm } from '../mail/firm.ts'
import { createTestDatabase } from '../support/database.ts'
import { Person } from '../support/server.ts'
import { isRunning, killOutright, launch, until, withFolder, type Strefa } from '../support/strefa.ts'

/** Runs in Strefa alone, not in what starts it. */
const inStrefa = (code: string) =>
  `--import data:text/javascript,${encodeURIComponent(`if (process.argv[1]?.endsWith('server/index.ts')) { ${code} }`)}`
const npmStart: [string, string] = [process.execPath, 'server/start.mjs']

describe('an outage', function () {
  this.timeout(600_000)

  it('bounds statements, waits for locks, and transactions that nobody goes on with', async () => {
    const db = connect((await createTestDatabase()).url)
    try {
      const { rows } = await db.raw(`select name, setting from pg_settings
        where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') order by name`)
      assert.deepEqual(
        rows.map(({ setting }: { setting: string }) => setting),
        ['60000', '5000', '10000']
      )
    } finally {
      await db.destroy()
    }
  })

  it('of connections answers 503 with the time to come back, and ends', async () => {
    const firm = await Firm.open()
    try {
      await firm.newRoom()
      const { max } = (firm.db.client as any).pool
      const held = await Promise.all(Array.from({ length: max }, () => firm.db.transaction()))
      const answer = await fetch(`${firm.server.base}/api/tasks`, {
        headers: { authorization: `Bearer ${firm.person.kasia.token}` }
      })
      assert.equal(answer.status, 503)
      assert.equal(answer.headers.get('retry-after'), '2')
      await Promise.all(held.map((trx) => trx.rollback()))
      assert.equal((await firm.person.kasia.ask('GET', 'tasks')).status, 200)
    } finally {
      await firm.close()
    }
  })

  it('of the clock, forward and back, loses no word, no place and no mail', async () => {
    const firm = await Firm.open()
    const clock = firm.server.app.get('clock')
    const { now } = clock
    const jump = (days: number) => (clock.now = () => new Date(now().getTime() + days * 86_400_000))
    try {
      await firm.newRoom()
      const { kasia } = firm.person
      await kasia.listen()
      const words = ['słowo A', 'słowo B', 'słowo C', 'słowo D', 'słowo E']
      const cursors: string[] = []
      for (const [at, days] of [0, 3, 0, -1, 0].entries()) {
        jump(days)
        await firm.say('ola', words[at]!, { audience: ['client'] })
        await kasia.hears('comments created', ({ body }) => body === words[at])
        cursors.push((await kasia.ask('GET', 'journal')).body.cursor)
      }
      for (const [at, since] of cursors.entries()) {
        const { reset, data } = (await kasia.ask('GET', `journal?since=${since}`)).body
        assert.equal(reset, false)
        assert.deepEqual(data.map((change: any) => change.data.body), words.slice(at + 1)) // prettier-ignore
      }
      await firm.read()
      jump(5)
      await firm.say('ola', 'za pięć dni', { audience: ['partner'] })
      await firm.read()
      clock.now = now
      const due = async () =>
        (await firm.db('mailWindows').where({ userId: firm.person.marek.id }).whereNull('closedAt').first())
          .dueAt
      const tomorrow = now().getTime() + 86_400_000
      await firm.until(async () => new Date(await due()).getTime() < tomorrow)
      await firm.deliver()
      const text = firm.textTo('tomek')
      for (const word of words) assert.equal(text.split(word).length, 2, word)
      assert.match(firm.textTo('marek'), /za pięć dni/)
    } finally {
      clock.now = now
      await firm.close()
    }
  })

  it('by an error that nobody caught ends Strefa cleanly, and npm start starts it again', () =>
    withFolder(async (dataDir) => {
      const NODE_OPTIONS = inStrefa(
        `process.on('SIGUSR2', () => void Promise.reject(new Error('of the test')))`
      )
      const strefa = await (await launch({ dataDir, command: npmStart, env: { NODE_OPTIONS } })).running()
      const postgres = strefa.postgres()
      process.kill(childOf(strefa), 'SIGUSR2')
      await strefa.says('starting it again in 0.5 s')
      assert.match(strefa.complained, /nobody caught this: Error: of the test/)
      assert.equal(isRunning(postgres), false, 'the database was stopped first')
      strefa.printed = ''
      await strefa.running()
      assert.equal((await strefa.health()).status, 'ok')
      assert.equal(await strefa.stop(), 0)
    }))

  it('by a kill is followed by a new start', () =>
    withFolder(async (dataDir) => {
      const strefa = await (await launch({ dataDir, command: npmStart })).running()
      strefa.printed = ''
      process.kill(childOf(strefa), 'SIGKILL')
      await strefa.running()
      assert.match(strefa.complained, /ended unexpectedly \(SIGKILL\)/)
      assert.equal(await strefa.stop(), 0)
    }))

  it('that comes again at every start is given up in words, and what cannot start is not tried again', () =>
    withFolder(async (dataDir) => {
      const broken = await launch({
        dataDir,
        command: npmStart,
        env: { NODE_OPTIONS: inStrefa('process.exit(70)') }
      })
      assert.equal(await broken.exit, 70)
      assert.match(
        broken.complained,
        /ended 6 times in a row soon after its start \(exit code 70\): it is not started again/
      )
      const refused = await launch({ dataDir, command: npmStart, env: { PUBLIC_URL: 'nonsense' } })
      assert.equal(await refused.exit, 1)
      assert.doesNotMatch(refused.complained, /again/)
    }))

  it('of PostgreSQL under load loses nothing that was acknowledged, and screens converge', () =>
    withFolder(async (dataDir) => {
      const env = { STREFA_DEMO: 'on', STREFA_LIMITS: 'off' }
      const strefa = await (await launch({ dataDir, env })).running()
      const base = `http://127.0.0.1:${strefa.port}`
      const ola = await Person.signIn(undefined as never, base, 'ola@firma.example', 'strefa-demo')
      const task = (await ola.ask('POST', 'tasks', { title: 'Pod obciążeniem' })).body
      await ola.listen()
      const acknowledged: string[] = []
      let goesOn = true
      const writer = async (name: number) => {
        for (let n = 0; goesOn; n++) {
          const { status, body } = await ola.ask('POST', 'comments', {
            roomId: task.id,
            body: `${name}/${n}`
          })
          assert.ok(status === 201 || status === 503, `${status} ${JSON.stringify(body)}`)
          if (status === 201) acknowledged.push(body.id)
        }
      }
      const writers = Promise.all([1, 2, 3, 4].map(writer))
      for (let kill = 0; kill < 2; kill++) {
        const sofar = acknowledged.length
        const before = strefa.postgres()
        await killOutright(before)
        await until(() => acknowledged.length >= sofar + 50)
        assert.notEqual(strefa.postgres(), before)
      }
      goesOn = false
      await writers
      for (const id of acknowledged) await ola.hears('comments created', (comment) => comment.id === id)
      const kept: string[] = []
      for (let total = 1; kept.length < total;) {
        const page = (await ola.ask('GET', `comments?roomId=${task.id}&$limit=200&$skip=${kept.length}`)).body
        total = page.total
        kept.push(...page.data.map(({ id }: { id: string }) => id))
      }
      for (const id of acknowledged) assert.ok(kept.includes(id))
      ola.socket!.disconnect()
      assert.equal(await strefa.stop(), 0)
    }))
})

/** Strefa itself, started by the process that we started. */
function childOf({ child }: Strefa) {
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
  return Number.parseInt(children)
}
