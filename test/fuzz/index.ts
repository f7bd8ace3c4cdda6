/**
 * npm run fuzz -- [options]
 *
 *   --seed 1          from which every call follows; drawn by lot unless given
 *   --calls 100000
 *   --only 123        make this one call of the seed, and no other
 *   --hands 6         calls that are under way at once
 *
 * Every method of every service, and what is no service, asked as five kinds of person and as nobody, over REST and sockets.
 * Ends with 1 when there was a fault.
 */
import { parseArgs } from 'node:util'
import { stopTestDatabases } from '../support/database.ts'
import { Run } from './run.ts'

const { values: flags } = parseArgs({
  options: {
    seed: { type: 'string', default: `${Math.floor(Math.random() * 2 ** 31)}` },
    calls: { type: 'string', default: '100000' },
    only: { type: 'string' },
    hands: { type: 'string', default: '6' }
  }
})

const [seed, calls, hands] = [flags.seed, flags.calls, flags.hands].map(Number) as [number, number, number]
console.log(`Seed ${seed}, ${calls} calls.`)
const run = new Run({
  seed,
  calls,
  hands,
  ...(flags.only && { only: Number(flags.only) }),
  tell: console.log
})
const { faults, reached, statuses, met, seconds } = await run.make()
await stopTestDatabases()

const byOperation = Map.groupBy(reached, ([key]) => key.split(' ')[0] as string)
const bare = [...byOperation]
  .filter(([, each]) => each.every(([, { good }]) => good === 0))
  .map(([name]) => name)
console.log(`${Math.round(seconds)} s. Answers: ${[...statuses].sort(([a], [b]) => a - b).map(([status, times]) => `${status}: ${times}`).join(', ')}.`) // prettier-ignore
console.log(`Marks met: ${[...met].map(([name, marks]) => `${name} ${marks}`).join(', ')}.`)
console.log(
  `${byOperation.size} operations; never answered with what was asked: ${bare.join(', ') || 'none'}.`
)
for (const { kind, told, times } of faults) console.log(`\n== ${times} x ${kind}\n${told}`)
console.log(faults.length > 0 ? `\n${faults.length} kinds of fault (seed ${seed}).` : 'No fault.')
process.exit(faults.length > 0 ? 1 : 0)
