/**
 * Makes `e890bad.json.gz`: an installation as that version left it, with everything under way that an upgrade could lose. It was run
 * once, and its answer is kept; the test must not depend on the history. To make another: `git worktree add FOLDER COMMIT`, its
 * packages, then `node test/upgrade/make.ts FOLDER`.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Kept } from './kept.ts'

const HOUR = 3_600_000
const sessionSecret = 'kept from the version e890bad, for good'
const [checkout] = process.argv.slice(2) as [string]
const of = (path: string) => import(pathToFileURL(join(checkout, path)).href)

const { startTestServer } = await of('test/support/server.ts')
const { stopTestDatabases } = await of('test/support/database.ts')
const { upload } = await of('test/support/upload.ts')
const dataDir = await mkdtemp(join(tmpdir(), 'strefa-kept-'))
const server = await startTestServer({ demo: true, sessionSecret, dataDir })
const db = server.app.get('db')
const addresses = {
  ola: 'ola@firma.example',
  kasia: 'kasia@klient-a.example',
  piotr: 'piotr@klient-b.example',
  marek: 'marek@partner-a.example'
}
const person: Record<string, any> = {}
for (const [name, email] of Object.entries(addresses))
  person[name] = await server.signIn(email, 'strefa-demo')

const as = async (name: string, method: string, path: string, data?: object) => {
  const { status, body } = await person[name].ask(method, path, data)
  if (status >= 400) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body)}`)
  return body
}
const until = async (isSo: () => Promise<boolean>) => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50))
}
/** Until the mail room has read all that happened. */
const read = () =>
  until(async () => {
    const { rows } = await db.raw(
      'select 1 where (select seq from "mailPlace") = (select max(seq) from feed) and not exists (select 1 from "journalPending")'
    )
    return rows.length > 0
  })

// A mail that has left: it must not leave again.
server.app.set('mailDelay', 1)
const participants = ['kasia', 'piotr', 'marek'].map((name) => ({
  userId: person[name].id,
  role: 'notified'
}))
const room = await as('ola', 'POST', 'tasks', { title: 'Zostaje na zawsze', participants })
const roomId = room.id
const say = (name: string, body: string, more: object = {}) =>
  as(name, 'POST', 'comments', { roomId, body, ...more })
await say('ola', 'Słowo, które już poszło pocztą', { audience: ['client'] })
await read()
await until(async () => !(await db('mailWindows').whereNull('closedAt').first('id')))

// Read marks, and what came after them.
server.app.set('mailDelay', HOUR)
await as('kasia', 'POST', 'reads', { roomId })
const asked = await as('ola', 'POST', 'decisions', {
  ...{ roomId, question: 'Który blat?', kind: 'choice', options: ['Kamień', 'Dąb'] },
  askedIds: [person.kasia.id]
})
await as('kasia', 'POST', 'answers', { decisionId: asked.id, choice: '2', shown: asked.hash })
await as('ola', 'POST', 'decisions', {
  ...{ roomId, question: 'Zgoda na termin?', kind: 'approval', askedIds: [person.kasia.id] }
})
const shared = await say('ola', 'Słowo w oknie poczty', { audience: ['client', 'partner'] })
await say('ola', 'Tylko u nas')
await say('marek', 'Od partnera')
await say('kasia', 'Odpowiedź', { parentId: shared.id })
await as('piotr', 'POST', 'reactions', { commentId: shared.id, sign: 'agreed' })
await as('ola', 'POST', 'links', {
  roomId,
  url: 'https://example.com/rzut',
  title: 'Rzut',
  audience: ['client']
})
const file = await as('ola', 'POST', 'files', {
  ...{
    roomId,
    uploadId: await upload(person.ola, 'treść pliku, która zostaje'),
    name: 'plik.txt',
    audience: ['client']
  }
})
await as('ola', 'PATCH', `comments/${shared.id}`, { body: 'Słowo w oknie poczty, poprawione' })

// A finished document, an invitation whose mail has left, and then two mails with links that have not.
const document = await as('ola', 'POST', 'exports', { roomId })
await until(async () => (await db('exports').where({ id: document.id }).first()).state === 'ready')
const { data: clients } = await as('ola', 'GET', 'organizations')
const invite = (email: string) =>
  as('ola', 'POST', 'invitations', {
    name: 'Zaproszona Osoba',
    email,
    zone: 'client',
    organizationId: clients[0].id
  })
await invite('wyslane@example.com')
await until(async () => !(await db('graphile_worker.jobs').where({ task_identifier: 'key' }).first()))
await read()
await server.app.get('jobs').stop()
await invite('niewyslane@example.com')
await as('kasia', 'POST', 'keys', { email: addresses.kasia })

const seen: Kept['seen'] = {}
for (const name of Object.keys(addresses))
  seen[addresses[name as keyof typeof addresses]] = {
    unread: (await as(name, 'GET', 'reads?$limit=200')).data.find((read: any) => read.roomId === roomId)
      ?.unread,
    records: Object.fromEntries(
      await Promise.all(
        ['comments', 'links', 'files', 'decisions', 'reactions', 'participants'].map(async (service) => [
          service,
          (await as(name, 'GET', `${service}?roomId=${roomId}&$limit=200`)).data
            .map(({ id }: any) => id)
            .sort()
        ])
      )
    )
  }
const madeAt = new Date().toISOString()
await server.stop()

const migrations = readdirSync(join(checkout, 'migrations')).map((name) => ({
  name,
  sha256: createHash('sha256')
    .update(readFileSync(join(checkout, 'migrations', name)))
    .digest('hex')
}))
const { migrations: worker } = await of('node_modules/graphile-worker/dist/generated/sql.js')
const pool = new (await of('node_modules/pg/lib/index.js')).default.Client({
  connectionString: server.app.get('config').databaseUrl
})
await pool.connect()
const ask = async (sql: string) => (await pool.query(sql)).rows
const tables: Kept['tables'] = {}
for (const { schema, name } of await ask(
  `select table_schema as schema, table_name as name from information_schema.tables
   where table_schema in ('public', 'graphile_worker') and table_type = 'BASE TABLE' order by 1, 2`
)) {
  const rows = await ask(`select to_jsonb(t) as row from "${schema}"."${name}" as t order by t::text`)
  const generated = await ask(
    `select column_name as name from information_schema.columns
     where table_schema = '${schema}' and table_name = '${name}' and is_generated = 'ALWAYS'`
  )
  for (const { row } of rows) for (const column of generated) delete row[column.name]
  tables[`${schema}.${name}`] = rows.map(({ row }: any) => row)
}
const sequences = await ask(
  `select format('%I.%I', schemaname, sequencename) as name, last_value as value from pg_sequences where last_value is not null`
)
await pool.end()
await stopTestDatabases()

const contents = readdirSync(join(dataDir, 'files/content'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.includes('/'))
  .map((path) => [path, readFileSync(join(dataDir, 'files/content', path)).toString('base64')])
const kept: Kept = {
  ...{ madeAt, sessionSecret, migrations, roomId, exportId: document.id, fileId: file.id, seen },
  worker: Object.keys(worker)
    .sort()
    .map((name) => worker[name].replaceAll(':GRAPHILE_WORKER_SCHEMA', 'graphile_worker')),
  ...{ tables, sequences, contents: Object.fromEntries(contents) }
}
const target = new URL('e890bad.json.gz', import.meta.url)
writeFileSync(target, gzipSync(JSON.stringify(kept), { level: 9 }))
console.log(`${readFileSync(target).length} bytes`)
process.exit()
