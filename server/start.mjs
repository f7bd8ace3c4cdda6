/**
 * `npm start`: makes the clone ready, then runs Strefa on the Node that comes with it. One process that stays, not a
 * shell's `a && b`, so that a signal from the terminal or from npm reaches Strefa and its exit code comes back. If Strefa ends without having been asked to, it is started again.
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { node, setUp } from './setup.mjs'

/** What Strefa's own exit codes mean: it was asked to end; it cannot start, for a reason that only a person can mend. */
const ASKED = 0
const CANNOT_START = 1
/** Seconds before each new start; who lives for a minute begins with the first again. */
const PAUSES = [0.5, 1, 2, 4, 8]
const LIVES = 60_000

await setUp()
const program = fileURLToPath(new URL('index.ts', import.meta.url))
let strefa
let waiting
let stopping = false
let deaths = 0
start()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal))
// npm that is killed outright passes nothing on; we find that we have another parent.
const parent = process.ppid
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== parent && stop('SIGTERM'), 500)

function start() {
  waiting = undefined
  const begun = Date.now()
  // The channel tells Strefa to stop when this process is killed.
  strefa = spawn(node, [...process.execArgv, program], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  strefa.on('exit', (code, signal) => {
    const exit = code ?? 128 + constants.signals[signal]
    if (stopping || exit === ASKED || exit === CANNOT_START) process.exit(exit)
    deaths = Date.now() - begun < LIVES ? deaths + 1 : 1
    startAgain(exit, signal ?? `exit code ${code}`)
  })
}

function startAgain(exit, how) {
  const pause = PAUSES[deaths - 1]
  if (pause === undefined) {
    console.error(
      `Strefa ended ${deaths} times in a row soon after its start (${how}): it is not started again.`
    )
    process.exit(exit)
  }
  console.error(`Strefa ended unexpectedly (${how}); starting it again in ${pause} s.`)
  waiting = setTimeout(start, pause * 1000)
}

function stop(signal) {
  stopping = true
  if (waiting) process.exit(128 + constants.signals[signal])
  strefa.kill(signal)
}
