import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isRunning, launch, until, withFolder } from '../support/strefa.ts'

describe('stopping', () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    it(`ends with code 0 at ${signal}, and its PostgreSQL with it`, () =>
      withFolder(async (dataDir) => {
        const strefa = await (await launch({ dataDir })).running()
        const postgres = strefa.postgres()
        assert.deepEqual(await strefa.health(), { status: 'ok', database: 'ok' })
        strefa.child.kill(signal)
        assert.equal(await strefa.exit, 0)
        assert.equal(isRunning(postgres), false)
        assert.equal(strefa.complained, '')
      }))

  it('waits for what was begun, when asked while it starts', () =>
    withFolder(async (dataDir) => {
      const strefa = await launch({ dataDir })
      await until(() => existsSync(join(dataDir, 'postgres')))
      strefa.child.kill('SIGINT')
      assert.equal(await strefa.exit, 0)
      assert.equal(existsSync(join(dataDir, 'postgres/cluster/postmaster.pid')), false)
      const again = await (await launch({ dataDir })).running()
      assert.equal(await again.stop(), 0)
    }))

  it('hears a Ctrl-C in the terminal where npm start runs', () =>
    withFolder(async (dataDir) => {
      const strefa = await (await launch({ dataDir, command: ['npm', 'start'] })).running()
      const postgres = strefa.postgres()
      process.kill(-strefa.child.pid!, 'SIGINT')
      assert.ok([0, 130].includes((await strefa.exit) as number), strefa.complained)
      assert.equal(isRunning(postgres), false)
    }))

  it('hears npm being told to end', () =>
    withFolder(async (dataDir) => {
      const strefa = await (await launch({ dataDir, command: ['npm', 'start'] })).running()
      const postgres = strefa.postgres()
      strefa.child.kill('SIGTERM')
      assert.equal(await strefa.exit, 0, strefa.complained)
      assert.equal(isRunning(postgres), false)
    }))

  it('follows npm when that is killed outright', () =>
    withFolder(async (dataDir) => {
      const strefa = await (await launch({ dataDir, command: ['npm', 'start'] })).running()
      const postgres = strefa.postgres()
      // Its output closes when the last process that writes to it has ended.
      await strefa.kill()
      assert.match(strefa.printed, /Stopping/)
      assert.equal(isRunning(postgres), false)
    }))

  it('follows the process that started it, when that is killed', () =>
    withFolder(async (dataDir) => {
      const strefa = await launch({ dataDir, command: [process.execPath, 'server/start.mjs'] })
      await strefa.running()
      const postgres = strefa.postgres()
      await strefa.kill()
      assert.match(strefa.printed, /Stopping/)
      assert.equal(isRunning(postgres), false)
    }))
})
