/** Development: the server, started again at each change, and Vite in front of it, which gives the web app live. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const port = process.env.PORT ?? '3030'
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

const started = [
  spawn(process.execPath, ['--watch', '--watch-preserve-output', path('index.ts')], { stdio: 'inherit' }),
  spawn(process.execPath, [path('../node_modules/vite/bin/vite.js'), 'dev'], {
    stdio: 'inherit',
    env: { ...process.env, PORT: port }
  })
]

const stop = () => started.forEach((child) => child.kill('SIGTERM'))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
for (const child of started) child.on('exit', stop)
