import assert from 'node:assert/strict'
import { WorkerFailed, Workers } from '../../server/workers/index.ts'
import { isRunning, killOutright, until } from '../support/strefa.ts'

const module = new URL('work.ts', import.meta.url)
const limits = { size: 2, cpu: 2000, time: 50_000, memory: 400_000_000 }

type Part = { name: string; value?: unknown }

describe('a pool of processes', function () {
  this.timeout(60_000)
  let workers: Workers
  beforeEach(() => (workers = new Workers()))
  afterEach(() => workers.stop())

  const pool = (more = {}) => workers.pool<Part, unknown>(module, { ...limits, ...more })
  const answer = (...values: unknown[]) => values.map((value) => ({ name: 'answer', value }))

  it('answers what the work answers, whatever number of parts it came in, again and again in one process', async () => {
    const { run } = bound(pool())
    assert.deepEqual(await run('ola', answer(1, 'ż', new Map([[1, 2]]))), [1, 'ż', new Map([[1, 2]])])
    const { pids } = workers
    assert.deepEqual(await run('ola', answer(2)), [2])
    assert.deepEqual(workers.pids, pids)
    assert.ok(!pids.includes(process.pid))
  })

  for (const [past, name] of [
    ['its time', 'spin'],
    ['its memory, outside of the heap', 'hoard'],
    ['its memory, on the heap', 'pile'],
    ['its end', 'exit']
  ] as const)
    it(`kills what goes past ${past}, and goes on`, async () => {
      const { run } = bound(pool())
      const work = run('ola', [{ name }])
      await assert.rejects(work, WorkerFailed)
      assert.deepEqual(await run('ola', answer(1)), [1])
    })

  it('hands back what the work throws', async () => {
    const { run } = bound(pool())
    await assert.rejects(run('ola', [{ name: 'throw' }]), { name: 'WorkerFailed', message: 'It is broken.' })
    assert.deepEqual(await run('ola', answer(1)), [1])
  })

  it('goes on with a new process where an idle one has ended', async () => {
    const { run } = bound(pool())
    await run('ola', answer(1))
    for (const pid of workers.pids) await killOutright(pid)
    await new Promise(setImmediate)
    assert.deepEqual(await run('ola', answer(2)), [2])
  })

  it('keeps nobody waiting for another’s flood', async () => {
    const { run } = bound(pool({ cpu: 300 }))
    const done: string[] = []
    const evil = Array.from({ length: 5 }, (_, at) =>
      run('mallory', [{ name: 'spin' }]).catch(() => done.push(`mallory ${at}`))
    )
    const honest = run('kasia', answer(1)).then(() => done.push('kasia'))
    await Promise.all([...evil, honest])
    assert.ok(done.indexOf('kasia') <= 1, done.join(', '))
  })

  it('lets whoever has taken the least time go first, where there is one process', async () => {
    const { run } = bound(pool({ size: 1, cpu: 300 }))
    const done: string[] = []
    const evil = Array.from({ length: 3 }, () =>
      run('mallory', [{ name: 'spin' }]).catch(() => done.push('mallory'))
    )
    const honest = ['kasia', 'tomek'].map((name) => run(name, answer(1)).then(() => done.push(name)))
    await Promise.all([...evil, ...honest])
    assert.deepEqual(done, ['mallory', 'kasia', 'tomek', 'mallory', 'mallory'])
  })

  it('hands none of the server’s secrets on', async () => {
    process.env.SESSION_SECRET = 'a secret of the tests'
    const environment = (await bound(pool()).run('ola', [{ name: 'environment' }])) as Record<string, string>
    delete process.env.SESSION_SECRET
    assert.equal(environment.PATH, process.env.PATH)
    assert.equal(environment.SESSION_SECRET, undefined)
  })

  it('leaves no process behind when it is stopped', async () => {
    const { run } = bound(pool())
    await run('ola', answer(1))
    const endless = run('ola', [{ name: 'spin' }])
    const { pids } = workers
    workers.stop()
    await assert.rejects(endless, WorkerFailed)
    await until(() => !pids.some(isRunning))
    assert.ok(pids.length > 0)
  })
})

const bound = <P, O>(pool: { run(owner: string, parts: Iterable<P>): Promise<O> }) => ({
  run: (owner: string, parts: Iterable<P>) => pool.run(owner, parts)
})
