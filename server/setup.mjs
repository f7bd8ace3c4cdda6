/**
 * Makes a clone ready to run: its packages and its built web app. Plain JavaScript, because it comes before everything
 * else, on whatever Node the machine has. Where nothing has changed it does nothing; of several at once one does it, and the
 * others wait. A build is a folder named by the fingerprint of its sources, never written to again, and `current` leads to the
 * newest: a server that runs goes on with the one it began with.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { realpathSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { takeLock } from './lock.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
export const node = join(root, 'node_modules/.bin', process.platform === 'win32' ? 'node.cmd' : 'node')

/** What the web app is built from. */
const SOURCES = [
  'server/passwords',
  'package-lock.json',
  'vite.config.ts',
  'web/messages',
  'web/project.inlang/settings.json',
  'web/src',
  'web/static'
]
/** Made by the build from the rest, so not to be counted. */
const GENERATED = join(root, 'web/src/lib/paraglide')
const BUILDS = join(root, 'web/build')
const CURRENT = join(BUILDS, 'current')
const DRAFT = '.draft-'
/** Milliseconds. A running server touches its build every hour. */
const IN_USE = 7 * 86_400_000
const SIGNALS = ['SIGINT', 'SIGTERM']

export async function setUp() {
  const lock = await takeLock(realpathSync(root), () =>
    console.log('Another start is making Strefa ready; waiting for it ...')
  )
  if (!isInstalled()) await install(lock)
  // Once more where somebody changed the sources meanwhile.
  while (currentBuild() !== fingerprint()) await build(lock, fingerprint())
  lock.release()
}

/** Answers only what is there whole: `current` is turned after the build, in one step. */
function currentBuild() {
  try {
    return relative(realpathSync(BUILDS), realpathSync(CURRENT))
  } catch {
    return undefined
  }
}

async function build(lock, version) {
  mkdirSync(BUILDS, { recursive: true })
  const folder = join(BUILDS, version)
  if (!existsSync(folder)) {
    console.log('Building the web app ...')
    const draft = mkdtempSync(join(BUILDS, DRAFT))
    const environment = { STREFA_BUILD: draft, STREFA_VERSION: version }
    await run('The build', node, [join(root, 'node_modules/vite/bin/vite.js'), 'build'], lock, environment)
    renameSync(draft, folder)
  }
  const link = join(BUILDS, `${DRAFT}${version}`)
  rmSync(link, { force: true })
  symlinkSync(version, link)
  renameSync(link, CURRENT)
  sweep(version)
}

/** Drafts of those that were killed, and builds that no server has used for long. */
function sweep(version) {
  for (const name of readdirSync(BUILDS)) {
    const path = join(BUILDS, name)
    const isOld = Date.now() - statSync(path).mtimeMs > IN_USE
    if (name.startsWith(DRAFT) || (isOld && name !== version && path !== CURRENT))
      rmSync(path, { recursive: true, force: true })
  }
}

/** Not `npm ci`: it refuses a lock file that knows nothing of a package which only another system would install. */
async function install(lock) {
  console.log('Installing the packages (once, a minute or so) ...')
  const options = ['--no-save', '--include=dev', '--include=optional', '--loglevel=error']
  await run('npm', 'npm', ['install', ...options], lock)
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

/** Of what the sources are, and not of where they lie. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const file of SOURCES.flatMap((source) => filesIn(join(root, source))))
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0')
  return hash.digest('hex').slice(0, 16)
}

function filesIn(path) {
  if (path === GENERATED || !existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((entry) => filesIn(join(path, entry)))
}

/** What it prints is shown only if it fails. The child holds the lock as well, for it may outlive us. */
function run(name, command, options, lock, environment) {
  const child = spawn(command, options, {
    cwd: root,
    env: { ...process.env, ...environment, NODE_ENV: undefined, PATH: pathOutside() },
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe', lock.handle]
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
