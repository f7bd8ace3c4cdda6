// Makes a clone ready to run, on any Node from 20.19: installs the packages and builds the web app, each only if it has changed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

step(
  'Installing packages',
  join(root, 'node_modules/.strefa'),
  ['package.json', 'package-lock.json'],
  'npm',
  ['install', '--include=dev', '--no-save']
)
if (process.argv.includes('--build'))
  step(
    'Building the web app',
    join(root, 'web/build/.strefa'),
    ['package-lock.json', 'vite.config.ts', 'web'],
    'npm',
    ['run', 'build']
  )

/** Does the work unless the stamp says that it was done for just these sources. */
function step(title, stamp, sources, command, args) {
  const state = digest(sources)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return
  console.log(`${title} …`)
  const run = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32'
  })
  if (run.status !== 0) {
    console.error(run.stdout, run.stderr)
    console.error(`${title} failed.`)
    process.exit(1)
  }
  writeFileSync(stamp, digest(sources))
}

function digest(sources) {
  const hash = createHash('sha256')
  for (const file of sources.flatMap((source) => filesIn(source)))
    hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

const generated = () => ['build', '.svelte-kit', 'paraglide', 'node_modules']

function filesIn(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path]
  return readdirSync(join(root, path))
    .filter((name) => !generated().includes(name))
    .sort()
    .flatMap((name) => filesIn(join(path, name)))
}
