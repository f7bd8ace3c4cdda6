/**
 * Makes a clone ready to run: its packages and its built web app. Plain JavaScript, because it comes before everything
 * else, on whatever Node the machine has. Where nothing has changed it does nothing.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
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

export async function setUp() {
  if (!isInstalled()) await install()
  const sources = fingerprint(SOURCES.map((source) => join(root, source)))
  if (isBuilt(sources)) return
  console.log('Building the web app ...')
  await run(node, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], 'The build')
  writeFileSync(STAMP, sources)
}

async function install() {
  console.log('Installing the packages (once, a minute or so) ...')
  const fresh = !existsSync(join(root, 'node_modules'))
  const how = fresh ? ['install', '--include=dev', '--no-save'] : ['install', '--no-save']
  await run(
    'npm',
    [...how, '--include=dev', '--include=optional', '--no-fund', '--no-audit', '--loglevel=error'],
    'npm'
  )
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

/** Without our own packages on its path: npm may be about to replace the very node that would run it. */
function run(command, options, name) {
  const path = process.env.PATH.split(delimiter).filter(
    (folder) => !folder.endsWith(join('node_modules', '.bin'))
  )
  const child = spawn(command, options, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, NODE_ENV: undefined, PATH: path.join(delimiter) }
  })
  const passOn = (signal) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, passOn)
  return new Promise((resolve) => {
    child.on('error', (error) => stop(`${name} cannot be run (${error.message}).`))
    child.on('exit', (code, signal) => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, passOn)
      if (code === 0) resolve()
      else stop(signal ? '' : `${name} failed (exit code ${code}); what it said stands above.`)
    })
  })
}

function stop(sentence) {
  if (sentence) console.error(sentence)
  process.exit(1)
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await setUp()
