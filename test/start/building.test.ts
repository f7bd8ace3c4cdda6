import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs' // prettier-ignore
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { launch, root, withFolder, type Strefa } from '../support/strefa.ts'

const BUILDING = 'Building the web app ...'

describe('a build of the web app', () => {
  let clone: string
  const builds = () => join(clone, 'web/build')
  const current = () => realpathSync(join(builds(), 'current'))

  before(() => (clone = cloneOf(root)))
  after(() => rmSync(clone, { recursive: true }))

  it('is made once by several starts at the same moment, whole, and named by what it was made from', async () => {
    const said = await Promise.all([1, 2, 3].map(() => setUp(clone)))
    assert.equal(said.filter((words) => words.includes(BUILDING)).length, 1, said.join())
    assert.deepEqual(readdirSync(builds()).sort(), ['current', versionIn(current())].sort())
    const page = readFileSync(join(current(), '200.html'), 'utf8')
    const assets = [...page.matchAll(/"(\/_app\/[^"]+)"/g)].map(([, path]) => path!)
    assert.ok(assets.length > 3)
    for (const path of assets) assert.ok(statSync(join(current(), path)).size > 0, path)
  })

  it('is not made again where nothing has changed, nor by a clone that lies elsewhere', async () => {
    assert.equal(await setUp(clone), '')
    const moved = cloneOf(clone)
    assert.equal(await setUp(moved), '')
    rmSync(moved, { recursive: true })
  })

  it('leaves a running server its page and what belongs to it', () =>
    withFolder((first) =>
      withFolder(async (second) => {
        const old = await (await launch({ dataDir: first, cwd: clone })).running()
        const [page, assets, version] = [await pageOf(old), await assetsOf(old), versionIn(current())]
        writeFileSync(join(clone, 'web/src/styles/app.css'), '\n.another { color: red }\n', { flag: 'a' })
        assert.ok((await setUp(clone)).includes(BUILDING))
        assert.notEqual(versionIn(current()), version)

        assert.equal(await pageOf(old), page)
        assert.deepEqual(await assetsOf(old), assets)
        const next = await (await launch({ dataDir: second, cwd: clone })).running()
        assert.notEqual(await pageOf(next), page)
        await Promise.all([old.stop(), next.stop()])
      })
    ))
})

/** What a build is made from, and what runs it; packages and earlier builds stay where they are. */
function cloneOf(from: string) {
  const clone = mkdtempSync(join(tmpdir(), 'strefa-clone-'))
  for (const part of ['server', 'migrations', 'web', 'package.json', 'package-lock.json', 'vite.config.ts'])
    cpSync(join(from, part), join(clone, part), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => from !== root || !/\/(build|\.svelte-kit|paraglide)$/.test(path)
    })
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'))
  return clone
}

/** What it said. */
async function setUp(clone: string) {
  const child = spawn(process.execPath, [join(clone, 'server/setup.mjs')], {
    cwd: clone,
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  assert.equal(code, 0, said)
  return said
}

/** As SvelteKit tells pages that are open. */
const versionIn = (build: string) =>
  JSON.parse(readFileSync(join(build, '_app/version.json'), 'utf8')).version as string

const ask = (strefa: Strefa, path: string) => fetch(`http://127.0.0.1:${strefa.port}${path}`)
const pageOf = async (strefa: Strefa) => (await ask(strefa, '/')).text()

/** Each with its status and size. */
async function assetsOf(strefa: Strefa) {
  const paths = [...(await pageOf(strefa)).matchAll(/"(\/_app\/[^"]+)"/g)].map(([, path]) => path!)
  return Promise.all(
    paths.map(async (path) => {
      const answer = await ask(strefa, path)
      assert.equal(answer.status, 200, path)
      return [path, (await answer.arrayBuffer()).byteLength] as const
    })
  )
}
