import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { freePort, launch, withFolder } from '../support/strefa.ts'

describe('when it cannot start, one sentence says why', () => {
  const refuses = async (dataDir: string, env: Record<string, string>, sentence: RegExp) => {
    const strefa = await launch({ dataDir, env })
    assert.equal(await strefa.exit, 1)
    assert.match(strefa.complained, sentence)
    assert.equal(strefa.complained.trim().split('\n').length, 1, strefa.complained)
    assert.equal(strefa.printed, '')
  }

  it('a wrong variable', () => withFolder((dataDir) => refuses(dataDir, { PORT: 'http' }, /^PORT must be/)))

  it('a port that is taken', () =>
    withFolder(async (dataDir) => {
      const other = createServer().listen(0, '127.0.0.1')
      await once(other, 'listening')
      const PORT = `${(other.address() as AddressInfo).port}`
      await refuses(dataDir, { PORT }, new RegExp(`^PORT: .*port ${PORT}`))
      other.close()
    }))

  it('an address that is not this machine’s', () =>
    withFolder((dataDir) => refuses(dataDir, { HOST: '192.0.2.1' }, /^HOST: .*"192\.0\.2\.1"/)))

  it('a data folder that is a file', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'data')
      writeFileSync(file, '')
      await refuses(file, {}, /^DATA_DIR: /)
    }))

  it('a data folder that another Strefa uses', () =>
    withFolder(async (dataDir) => {
      const first = await (await launch({ dataDir })).running()
      await refuses(dataDir, {}, /^DATA_DIR: another Strefa/)
      assert.deepEqual(await first.health(), { status: 'ok', database: 'ok' })
      assert.equal(await first.stop(), 0)
    }))

  it('a database whose password is gone', () =>
    withFolder(async (dataDir) => {
      const first = await (await launch({ dataDir })).running()
      await first.stop()
      writeFileSync(join(dataDir, 'postgres/password'), 'wrong')
      await refuses(dataDir, {}, /^DATA_DIR: .*password authentication failed/)
    }))

  it('a database that does not answer', () =>
    withFolder(async (dataDir) => {
      const DATABASE_URL = `postgres://me@127.0.0.1:${await freePort()}/strefa`
      await refuses(dataDir, { DATABASE_URL }, /^DATABASE_URL: .*ECONNREFUSED/)
    }))

  it('a database that does not let us in', () =>
    withFolder(async (dataDir) => {
      const first = await (await launch({ dataDir })).running()
      const DATABASE_URL = first.databaseUrl().replace(/:[^:@]*@/, ':wrong@')
      await withFolder((other) => refuses(other, { DATABASE_URL }, /^DATABASE_URL: .*password/))
      await first.stop()
    }))
})
