/**
 * npm run bench -- [options]
 *
 *   --rounds 4            rounds that count, after one that warms up
 *   --seconds 0.6         how long each stretch writes
 *   --sockets 100,1000    sizes of the audience
 *   --writers 8           writers of the busy stretch
 *   --only strefa,room    some of: strefa, room, frame, feathers-knex, feathers-memory
 *   --profile strefa      leave a CPU profile of that contender's process in the current folder
 *   --json FILE           keep every figure of every round
 *
 * Every contender has its turn in every round, so that what else the machine does hits all alike; the report gives medians and
 * the spread over rounds. See docs/bench.md for what is measured.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbedded } from '../../server/database/embedded.ts'
import type { Pace } from './clients.ts'
import { contenders, Contender, type Name } from './contender.ts'
import { Clients } from './crowd.ts'
import { Postgres } from './postgres.ts'
import { report, type Figure } from './report.ts'

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '0.6' },
    sockets: { type: 'string', default: '100,1000' },
    writers: { type: 'string', default: '8' },
    only: { type: 'string', default: contenders.join(',') },
    profile: { type: 'string' },
    json: { type: 'string' }
  }
})

interface Stretch extends Pace {
  name: string
  sockets: number
}

const seconds = Number(flags.seconds)
const sizes = flags.sockets.split(',').map(Number)
const names = flags.only.split(',') as Name[]
const rounds = Number(flags.rounds)
/** Who writes at full speed hears everything too, and nobody else does. */
const WRITING = 16

const writing: Stretch = {
  name: 'writing',
  sockets: WRITING,
  writers: WRITING,
  seconds,
  after: 'acknowledgement'
}
const stretches: Stretch[] = [
  writing,
  ...sizes.flatMap((sockets): Stretch[] => [
    { name: 'one at a time', sockets, writers: 1, seconds, after: 'delivery' },
    { name: 'busy', sockets, writers: Number(flags.writers), seconds, after: 'delivery' }
  ])
]
/** A server that has run for a while: its code is compiled by then. */
const warming = [{ ...writing, seconds: 4 }, ...stretches]

await using running = new AsyncDisposableStack()
const folder = await mkdtemp(join(tmpdir(), 'strefa-bench-'))
running.defer(() => rm(folder, { recursive: true, force: true }))
const embedded = await startEmbedded({ dataDir: folder })
running.defer(embedded.stop)
const postgres = await Postgres.at(embedded.url, folder)
const clients = running.use(await Clients.start())
const all: Contender[] = []
for (const name of names) all.push(running.use(await start(name)))

const figures: Figure[] = []
for (let round = 0; round <= rounds; round++) {
  process.stderr.write(round === 0 ? 'warming up\n' : `round ${round} of ${rounds}\n`)
  // Each begins a round in turn, so that nobody always comes after the same neighbour.
  for (let turn = 0; turn < all.length; turn++) {
    const contender = all[(turn + round) % all.length] as Contender
    const measured = await takeTurn(contender, round)
    if (round > 0) figures.push(...measured)
  }
}
if (flags.json) await writeFile(flags.json, JSON.stringify(figures, null, 1))
console.log(report(figures, await postgres.version()))

async function start(name: Name) {
  return Contender.start(name, {
    databaseUrl: await postgres.database(name),
    dataDir: folder,
    sockets: Math.max(WRITING, ...sizes),
    profile: flags.profile === name
  })
}

async function takeTurn(contender: Contender, round: number): Promise<Figure[]> {
  const measured: Figure[] = []
  for (const [sockets, group] of Map.groupBy(
    round === 0 ? warming : stretches,
    (stretch) => stretch.sockets
  )) {
    const stage = await contender.stage(sockets)
    const before = await contender.usage({ collect: true })
    await clients.connect(stage, sockets)
    const after = await contender.usage({ collect: true })
    const idle = (after.memory - before.memory) / sockets
    for (const stretch of group) {
      const [used, spent] = [await contender.usage(), await postgres.cpu()]
      const outcome = await clients.write(stretch, stage.comment, contender.filling)
      contender.fill(outcome.bytes)
      const cpu = (await contender.usage()).cpu - used.cpu
      const postgresCpu = (await postgres.cpu()) - spent
      if (outcome.faults.length > 0)
        throw new Error(
          `${contender.name}, ${stretch.name}, ${sockets} sockets: ${outcome.faults.join(', ')}`
        )
      const { name } = stretch
      measured.push({
        contender: contender.name,
        stretch: name,
        sockets,
        round,
        cpu,
        postgresCpu,
        idle,
        ...outcome
      })
    }
    await clients.leave()
  }
  return measured
}
