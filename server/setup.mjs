/**
 * Makes a clone ready to run: its packages and its built web app. Plain JavaScript, because it comes before everything
 * else, on whatever Node the machine has. Where nothing has changed it does nothing.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
export const node = join(root, 'node_modules/.bin', process.platform === 'win32' ? 'node.cmd' : 'node')

/** What the web app is built from. */
const SOURCES = [
  'package-lock.json',
  'vite.config.ts',
  'web/messages',
  'web/project.inlang',
  'web/src',
  'web/static'
]
/** Made by the build from the rest, so not to be counted. */
const GENERATED = join(root, 'web/src/lib/paraglide')
const STAMP = join(root, 'node_modules/.strefa-web')
const SIGNALS = ['SIGINT', 'SIGTERM']

export async function setUp() {
  if (!isInstalled()) await install()
  const sources = fingerprint(SOURCES.map((source) => join(root, source)))
  if (isBuilt(sources)) return
  console.log('Building the web app ...')
  await run('The build', node, [join(root, 'node_modules/vite/bin/vite.js'), 'build'])
  writeFileSync(STAMP, sources)
}

/** Not `npm ci`: it refuses a lock file that knows nothing of a package which only another system would install. */
async function install() {
  console.log('Installing the packages (once, a minute or so) ...')
  await run('npm', 'npm', ['install', '--no-save', '--include=dev', '--include=optional', '--loglevel=error'])
  if (!existsSync(node))
    stop('npm left out its install scripts, and Strefa needs them: allow them and try again.')
}

/** npm keeps its own account of what lies in node_modules, written when all is there; it is held against the lock file. */
function isInstalled() {
  const account = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(account) || !existsSync(node)) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const present = JSON.parse(readFileSync(account, 'utf8')).packages
  return Object.entries(wanted).every(([path, { version, optional, extraneous }]) =>
    path in present ? present[path].version === version : path === '' || optional || extraneous
  )
}

const isBuilt = (sources) =>
  existsSync(join(root, 'web/build')) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources

function fingerprint(paths) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap(filesIn)) hash.update(`${file}\0`).update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

function filesIn(path) {
  if (path === GENERATED || !existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((entry) => filesIn(join(path, entry)))
}

/** What it prints is shown only if it fails. */
function run(name, command, options) {
  const child = spawn(command, options, {
    cwd: root,
    env: { ...process.env, NODE_ENV: undefined, PATH: pathOutside() },
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const printed = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push(chunk))
  const passOn = (signal) => child.kill(signal)
  for (const signal of SIGNALS) process.on(signal, passOn)
  return new Promise((resolve) => {
    child.on('error', (error) => stop(`${name} cannot be run (${error.message}).`))
    child.on('close', (code, signal) => {
      for (const each of SIGNALS) process.off(each, passOn)
      if (code === 0) return resolve()
      if (signal) process.exit(128 + constants.signals[signal])
      stop(`${Buffer.concat(printed)}\n${name} failed with exit code ${code}; what it said stands above.`)
    })
  })
}

/** Without our own packages: npm may be about to replace the very node that would run it. */
const pathOutside = () =>
  process.env.PATH.split(delimiter)
    .filter((folder) => !folder.endsWith(join('node_modules', '.bin')))
    .join(delimiter)

function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await setUp()
