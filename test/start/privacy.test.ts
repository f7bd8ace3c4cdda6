import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { launch, until, withFolder, type Strefa } from '../support/strefa.ts'

describe('what lies in the data folder', function () {
  this.timeout(300_000)

  it('is closed to other users of the machine, what an earlier version left open too', () =>
    withFolder(async (dataDir) => {
      for (const folder of ['outbox', 'files/content/ab'])
        mkdirSync(join(dataDir, folder), { recursive: true, mode: 0o755 })
      chmodSync(dataDir, 0o755)
      for (const file of ['session-secret', 'outbox/old.eml', 'files/content/ab/abc'])
        writeFileSync(join(dataDir, file), 'x'.repeat(40), { mode: 0o644 })

      const first = await (await launch({ dataDir, env: { STREFA_DEMO: 'on' } })).running()
      await askForMail(first)
      await until(() => readdirSync(join(dataDir, 'outbox')).length > 1)
      assert.ok(filesIn(dataDir).some((path) => /^files\/content\/..\/.{64}$/.test(path)))
      assert.deepEqual(openIn(dataDir), [])
      assert.equal(await first.stop(), 0)

      const second = await (await launch({ dataDir, env: { STREFA_DEMO: 'on' } })).running()
      assert.deepEqual(openIn(dataDir), [])
      assert.equal((await second.health()).database, 'ok')
      assert.equal(await second.stop(), 0)
    }))
})

const askForMail = ({ port }: Strefa) =>
  fetch(`http://127.0.0.1:${port}/api/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'jan@firma.example' })
  })

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => !path.includes('cluster/'))

/** What others may read or write; root's data folder may be passed through, for PostgreSQL is another user's. */
const openIn = (folder: string) =>
  ['.', ...filesIn(folder)]
    .map((path) => [path, statSync(join(folder, path)).mode & (path === '.' ? 0o066 : 0o077)] as const)
    .filter(([, open]) => open > 0)
