/**
 * npm run bench:attacks -- [options]
 *
 *   --only exports      attacks whose name has this word
 *   --no-limits         with STREFA_LIMITS=off: what is left when nobody is refused
 *
 * Starts the real server with the demo firm in a folder that it removes, lets one client attack it in each of the ways of
 * attacks.ts, and prints how late the server's event loop was and what honest people waited for. See docs/bench.md.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Person } from '../../support/server.ts'
import { freePort, launch, root } from '../../support/strefa.ts'
import { attacks, type Attack } from './attacks.ts'
import { Honest, type Waits } from './honest.ts'
import type { Lag } from './lag.ts'

const { values: flags } = parseArgs({
  options: { only: { type: 'string', default: '' }, 'no-limits': { type: 'boolean', default: false } }
})

await using running = new AsyncDisposableStack()
const dataDir = await mkdtemp(join(tmpdir(), 'strefa-bench-'))
running.defer(() => rm(dataDir, { recursive: true, force: true }))
const lagPort = `${await freePort()}`
const strefa = await launch({
  dataDir,
  command: [
    process.execPath,
    '--import',
    join(root, 'test/bench/attacks/lag.ts'),
    join(root, 'server/index.ts')
  ],
  env: { STREFA_DEMO: 'on', LAG_PORT: lagPort, ...(flags['no-limits'] && { STREFA_LIMITS: 'off' }) }
})
running.defer(async () => void (await strefa.stop()))
// Nor does it run on when the bench is stopped or fails.
process.once('exit', () => strefa.child.kill())
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
await strefa.running()
const base = `http://127.0.0.1:${strefa.port}`
const signIn = (email: string) => Person.signIn(undefined as never, base, email, 'strefa-demo')
const [ola, evil] = [await signIn('ola@firma.example'), await signIn('piotr@klient-b.example')]

console.log(
  `${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}; limits ${flags['no-limits'] ? 'off' : 'as they are by default'}`
)
console.log(row(['', 'lag p50', 'p99', 'max', 'page', 'sign-in', 'picture', 'password mail', 'answers']))
await measure('nobody attacks', async () => {
  await new Promise((resolve) => setTimeout(resolve, 3000))
  return {}
})
for (const [name, attack] of Object.entries(attacks))
  if (name.includes(flags.only)) await measure(name, attack)

async function measure(name: string, attack: Attack) {
  const participants = [{ userId: evil.id, role: 'notified' }]
  const { id: roomId } = (await ola.ask('POST', 'tasks', { title: name, participants })).body
  await lag()
  const under = attack({ evil, roomId })
  const waits = await new Honest(ola, base, dataDir, roomId).waits(under)
  const answers = Object.entries(await under).map(([answer, count]) => `${count} x ${answer}`)
  console.log(row([name, ...figures(await lag(), waits), answers.join(', ')]))
}

async function lag(): Promise<Lag> {
  return (await fetch(`http://127.0.0.1:${lagPort}`)).json() as Promise<Lag>
}

function figures({ p50, p99, max }: Lag, { page, signIn, picture, mail }: Waits) {
  return [p50, p99, max, page, signIn, picture, mail].map((value) => value.toFixed(0))
}

function row([name, ...cells]: string[]) {
  return [name!.padEnd(40), ...cells.map((cell) => cell.padStart(8))].join(' ')
}
