import assert from 'node:assert/strict'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { problemsIn } from '../../server/services/exports/exports.chain.ts'
import { command } from '../support/command.ts'
import { createTestDatabase } from '../support/database.ts'
import { Person, startTestServer } from '../support/server.ts'
import { MailServer } from '../support/smtp.ts'
import { launch, until, withFolder, type Strefa } from '../support/strefa.ts'
import { content, upload } from '../support/upload.ts'
import { bringBack, readKept } from '../upgrade/kept.ts'

const WRITERS = 4

describe('a backup', () => {
  it('made under writes holds all that was acknowledged before it, and people go on where it is restored', () =>
    withFolder(async (folder) => {
      const [DATA_DIR, backup, anew] = ['data', 'backup', 'anew'].map((name) => join(folder, name)) as [string, string, string] // prettier-ignore
      const strefa = await (await launch({ dataDir: DATA_DIR, env: { STREFA_DEMO: 'on' } })).running()
      const ola = await signIn(strefa, 'ola@firma.example')
      const room = (await ola.ask('POST', 'tasks', { title: 'Kopia' })).body
      const [exported, cursor] = [await exportOf(ola, room.id), (await ola.ask('GET', 'journal')).body.cursor]
      const writing = new Writing(ola, room.id)
      await until(() => writing.acknowledged.length >= 2 * WRITERS)
      const before = [...writing.acknowledged]
      const taken = await command('server/backup.ts', [backup], { DATA_DIR })
      assert.equal(taken.code, 0, taken.complained)
      const { comments, files } = await writing.end()
      assert.ok(comments.length > before.length, 'it was written meanwhile')
      await strefa.stop()

      const restored = await command('server/restore.ts', [backup], { DATA_DIR: anew })
      assert.equal(restored.code, 0, restored.complained)
      const again = await (await launch({ dataDir: anew, env: { STREFA_DEMO: 'on' } })).running()
      const her = await signIn(again, 'ola@firma.example')
      const found = new Set((await all(her, 'comments', room.id)).map(({ id }) => id))
      for (const id of before) assert.ok(found.has(id), 'acknowledged before the backup')
      const kept = await all(her, 'files')
      assert.ok(kept.length > 0 && files.length > 0)
      for (const { id, size } of kept)
        assert.equal((await (await content(her, `${id}/content`)).arrayBuffer()).byteLength, size)
      assert.deepEqual(problemsIn(await documentOf(her, exported)), [])
      assert.deepEqual(problemsIn(await documentOf(her, await exportOf(her, room.id))), [])
      const { body } = await her.ask('GET', `journal?since=${cursor}`)
      assert.equal(body.reset, true, 'a page that was open before begins anew')
      await again.stop()
    }))

  it('lies where nobody else reads it', () =>
    withBackup(async (backup) => {
      assert.equal(statSync(backup).mode & 0o777, 0o700)
      for (const entry of readdirSync(backup, { recursive: true, withFileTypes: true }))
        assert.equal(
          statSync(join(entry.parentPath, entry.name)).mode & 0o777,
          entry.isFile() ? 0o600 : 0o700
        )
    }))

  it('of an earlier version comes up under this one row for row, and its mails go on', () =>
    withBackup(async (backup, from) => {
      const dataDir = `${backup}-anew`
      const { url } = await createTestDatabase({ empty: true })
      const restored = await command('server/restore.ts', [backup], { DATA_DIR: dataDir, DATABASE_URL: url })
      assert.equal(restored.code, 0, restored.complained)
      assert.equal(restored.complained, '')
      assert.deepEqual(await rowsIn(url), await rowsIn(from))

      const smtp = new MailServer()
      await smtp.start()
      const { sessionSecret } = readKept('e890bad.json.gz')
      const server = await startTestServer({
        ...{ databaseUrl: url, dataDir, sessionSecret, smtpUrl: smtp.url, demo: true }
      })
      const text = ({ text = '' }: { text?: string }) => text
      await until(() =>
        smtp.to('kasia@klient-a.example').some((mail) => text(mail).includes('Słowo w oknie'))
      )
      await until(() => smtp.to('niewyslane@example.com').length > 0)
      const kasia = await server.signIn('kasia@klient-a.example', 'strefa-demo')
      assert.notEqual(kasia.id, '')
      await server.stop()
      await smtp.stop()
    }))

  it('is refused by a place that is full, in words', () =>
    withBackup(async (backup) => {
      const full = `${backup}-full`
      mkdirSync(full)
      writeFileSync(join(full, 'mine'), '')
      await isRefused(backup, { DATA_DIR: full }, /^DATA_DIR: the folder .* is not empty/)
      assert.deepEqual(readdirSync(full), ['mine'])
      const { url } = await createTestDatabase()
      await isRefused(backup, { DATA_DIR: `${backup}-new`, DATABASE_URL: url }, /^DATABASE_URL: .*not empty/)
      assert.deepEqual(readdirSync(`${backup}-new`), [])
      const again = await command('server/backup.ts', [backup], { DATA_DIR: full, DATABASE_URL: url, SESSION_SECRET: 'x'.repeat(32) }) // prettier-ignore
      assert.match(again.complained, /is not empty: name a folder/)
    }))

  it('that is not whole is refused, and leaves nothing behind', () =>
    withBackup(async (backup) => {
      const [table] = readdirSync(backup).filter((name) => name.startsWith('table-comments'))
      const [place] = readdirSync(join(backup, 'contents'), { recursive: true, encoding: 'utf8' }).filter(
        (path) => path.includes('/')
      )
      const harms: [RegExp, (copy: string) => void][] = [
        [/manifest\.json is missing/, (copy) => rmSync(join(copy, 'manifest.json'))],
        [/comments.* was altered/, (copy) => appendFileSync(join(copy, table!), 'x')],
        [/comments.* is missing/, (copy) => rmSync(join(copy, table!))],
        [/the content .* is missing or was altered/, (copy) => rmSync(join(copy, 'contents', place!))],
        [
          /the content .* is missing or was altered/,
          (copy) => appendFileSync(join(copy, 'contents', place!), 'x')
        ]
      ]
      for (const [sentence, harm] of harms) {
        const copy = `${backup}-harmed`
        cpSync(backup, copy, { recursive: true })
        harm(copy)
        await isRefused(copy, { DATA_DIR: `${backup}-never` }, sentence)
        assert.equal(existsSync(`${backup}-never`), false)
        rmSync(copy, { recursive: true })
      }
    }))

  it('that was cut short while it was restored keeps Strefa from starting there', () =>
    withFolder(async (dataDir) => {
      writeFileSync(join(dataDir, 'restoring'), '')
      const strefa = await launch({ dataDir })
      assert.equal(await strefa.exit, 1)
      assert.match(strefa.complained, /^DATA_DIR: a restore into .* was not finished/)
    }))

  it('says so where there is nothing to back up, and makes nothing', () =>
    withFolder(async (folder) => {
      const DATA_DIR = join(folder, 'none')
      const { code, complained } = await command('server/backup.ts', [join(folder, 'backup')], { DATA_DIR })
      assert.equal(code, 1)
      assert.match(complained, /^DATA_DIR: there is nothing to back up/)
      assert.deepEqual(readdirSync(folder), [])
    }))
})

/** Of what e890bad left, in a database of one's own. */
async function withBackup(use: (backup: string, from: string) => Promise<void>) {
  await withFolder(async (folder) => {
    const kept = readKept('e890bad.json.gz')
    const { url, dataDir } = await bringBack(kept)
    const backup = join(folder, 'backup')
    const env = { DATA_DIR: dataDir, DATABASE_URL: url, SESSION_SECRET: kept.sessionSecret }
    const { code, complained } = await command('server/backup.ts', [backup], env)
    assert.equal(code, 0, complained)
    await use(backup, url)
    rmSync(dataDir, { recursive: true })
  })
}

async function isRefused(backup: string, env: Record<string, string>, sentence: RegExp) {
  const { code, complained } = await command('server/restore.ts', [backup], env)
  assert.equal(code, 1)
  assert.match(complained, sentence)
  assert.equal(complained.trim().split('\n').length, 1, complained)
}

/** Every row of every table, but for the mark of the restore itself; and where its counters stand. */
async function rowsIn(url: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const ask = async (sql: string) => (await client.query(sql)).rows
  const rows: Record<string, unknown> = {}
  for (const { name } of await ask(
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'knex%' order by 1`
  ))
    rows[name] = await ask(
      `select count(*), md5(string_agg(md5(t::text), '' order by md5(t::text))) from ${name} as t
       where to_jsonb(t) ->> 'key' is distinct from 'restored'`
    )
  rows.counters = await ask(
    `select sequencename, last_value from pg_sequences where schemaname = 'public' and sequencename not like 'knex%' order by 1`
  )
  await client.end()
  return rows
}

const signIn = (strefa: Strefa, email: string) =>
  Person.signIn(undefined as never, `http://127.0.0.1:${strefa.port}`, email, 'strefa-demo')

async function all(person: Person, service: string, roomId?: string) {
  const rows: any[] = []
  for (;;) {
    const query = `$limit=200&$skip=${rows.length}${roomId ? `&roomId=${roomId}` : ''}`
    const { body } = await person.ask('GET', `${service}?${query}`)
    rows.push(...body.data)
    if (rows.length >= body.total || body.data.length === 0) return rows
  }
}

async function exportOf(person: Person, roomId: string) {
  const { body } = await person.ask('POST', 'exports', { roomId })
  while ((await person.ask('GET', `exports/${body.id}`)).body.state !== 'ready');
  return body.id as string
}

async function documentOf(person: Person, id: string) {
  const headers = { authorization: `Bearer ${person.token}` }
  return (
    await fetch(`${person.base}/api/export-files/${id}?format=json`, { headers })
  ).json() as Promise<any>
}

/** People who write one comment after another, each with a file now and then. */
class Writing {
  acknowledged: string[] = []
  files: string[] = []
  #going = true
  #all: Promise<void[]>

  constructor(person: Person, roomId: string) {
    this.#all = Promise.all(Array.from({ length: WRITERS }, (_, nth) => this.#write(person, roomId, nth)))
  }

  async end() {
    this.#going = false
    await this.#all
    return { comments: this.acknowledged, files: this.files }
  }

  async #write(person: Person, roomId: string, nth: number) {
    for (let count = 0; this.#going; count++) {
      const { status, body } = await person.ask('POST', 'comments', { roomId, body: `słowo ${nth}.${count}` })
      if (status === 201) this.acknowledged.push(body.id)
      if (count % 10 > 0) continue
      const file = { roomId, uploadId: await upload(person, `plik ${nth}.${count}`), name: `${count}.txt` }
      this.files.push((await person.ask('POST', 'files', file)).body.id)
    }
  }
}
