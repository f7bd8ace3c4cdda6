/**
 * `npm start`: makes the clone ready, then runs Strefa on the Node that comes with it. One process that stays, not a
 * shell's `a && b`, so that a signal from the terminal or from npm reaches Strefa and its exit code comes back.
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { node, setUp } from './setup.mjs'

await setUp()
const program = fileURLToPath(new URL('index.ts', import.meta.url))
// The channel tells Strefa to stop when this process is killed.
const strefa = spawn(node, [...process.execArgv, program], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc']
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => strefa.kill(signal))
strefa.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))

// npm that is killed outright passes nothing on; we find that we have another parent.
const parent = process.ppid
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== parent && strefa.kill('SIGTERM'), 500)
