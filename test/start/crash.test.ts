import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { isRunning, killOutright, launch, until, withFolder, type Strefa } from '../support/strefa.ts'

describe('after a crash', () => {
  it('ends the PostgreSQL that a killed Strefa left running, and has every word', () =>
    withFolder(async (dataDir) => {
      const first = await (await launch({ dataDir })).running()
      const orphan = first.postgres()
      await keep(first)
      await first.kill()
      assert.ok(isRunning(orphan), 'PostgreSQL runs on')

      const second = await (await launch({ dataDir })).running()
      assert.equal(isRunning(orphan), false)
      assert.equal(await kept(second), 1)
      assert.equal(await second.stop(), 0)
    }))

  it('simply starts when both were killed, and has every word', () =>
    withFolder(async (dataDir) => {
      const first = await (await launch({ dataDir })).running()
      await keep(first)
      const postgres = first.postgres()
      process.kill(postgres, 'SIGKILL')
      await first.kill()
      await killOutright(postgres).catch(() => undefined)

      const second = await (await launch({ dataDir })).running()
      assert.equal(await kept(second), 1)
      assert.equal(await second.stop(), 0)
    }))

  it('takes no one else’s process for its own', () =>
    withFolder(async (dataDir) => {
      const first = await (await launch({ dataDir })).running()
      const file = join(dataDir, 'postgres/cluster/postmaster.pid')
      const before = readFileSync(file, 'utf8')
      await first.stop()
      // The machine was restarted, and the number is another's now: ours.
      writeFileSync(file, before.replace(/^\d+/, `${process.pid}`))
      const second = await (await launch({ dataDir })).running()
      assert.equal(await second.stop(), 0)
    }))

  it('begins afresh where making the database was cut short', () =>
    withFolder(async (dataDir) => {
      const first = await launch({ dataDir })
      await until(() => drafts(dataDir).some((draft) => existsSync(join(draft, 'PG_VERSION'))))
      await first.kill()
      const second = await (await launch({ dataDir })).running()
      assert.equal(await second.stop(), 0)
    }))

  it('starts PostgreSQL again when that alone is killed', () =>
    withFolder(async (dataDir) => {
      const strefa = await (await launch({ dataDir })).running()
      const before = strefa.postgres()
      await keep(strefa)
      await killOutright(before)
      await strefa.says('starting it again')
      while ((await strefa.health()).database !== 'ok');
      assert.notEqual(strefa.postgres(), before)
      assert.equal(await kept(strefa), 1)
      assert.equal(await strefa.stop(), 0)
    }))
})

/** Folders in which a database is being made. */
const drafts = (dataDir: string) => {
  const home = join(dataDir, 'postgres')
  const names = existsSync(home) ? readdirSync(home) : []
  return names.filter((name) => name.startsWith('cluster.draft')).map((name) => join(home, name))
}

const keep = (strefa: Strefa) => query(strefa, 'create table kept as select 1 as word')

const kept = async (strefa: Strefa) => (await query(strefa, 'select from kept')).rowCount

async function query(strefa: Strefa, sql: string) {
  const client = new pg.Client({ connectionString: strefa.databaseUrl() })
  await client.connect()
  return client.query(sql).finally(() => client.end())
}
