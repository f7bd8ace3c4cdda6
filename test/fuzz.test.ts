import assert from 'node:assert/strict'
import { publicServices } from '../server/hooks/guard.ts'
import { Run, type Report } from './fuzz/run.ts'

const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))
const CALLS = Number(process.env.FUZZ_CALLS ?? 5_000)

/** Every service, method and event, asked as five kinds of person and as nobody, over REST and sockets. */
describe(`a fuzz of ${CALLS} calls (seed ${SEED})`, function () {
  this.timeout(600_000)
  let report: Report
  let run: Run

  before(async () => {
    run = new Run({ seed: SEED, calls: CALLS })
    report = await run.make()
  })

  it('meets no fault of the server, no hang, no leak and no word of its inside', () => {
    const told = report.faults.map(({ told, times }) => `${times} x ${told}`)
    assert.deepEqual(told, [], `seed ${SEED}: npm run fuzz -- --seed ${SEED} --calls ${CALLS}`)
  })

  it('asks every method of every service as each of them, and gets beyond the refusals', () => {
    const operations = new Map<string, number>()
    for (const [key, { calls, good }] of report.reached) {
      const name = key.split(' ')[0] as string
      assert.ok(calls > 0, key)
      operations.set(name, (operations.get(name) ?? 0) + good)
    }
    assert.equal(report.reached.size, run.operations.length * run.world.actors.length)
    assert.ok([...operations.values()].filter((good) => good > 0).length > operations.size / 2)
    const shapeless = run.operations.filter(({ service, method, data }) => method === 'create' && !data && !publicServices.includes(service)) // prettier-ignore
    assert.deepEqual(shapeless, [], 'every body has a shape from which values are made')
  })

  it('shows each of them what is theirs', () => {
    for (const [name, marks] of report.met) assert.equal(marks >= 15, name !== 'nobody', `${name}: ${marks}`)
    assert.equal(report.met.get('nobody'), 0)
  })
})
