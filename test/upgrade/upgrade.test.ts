import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { connect, migrate } from '../../server/database/index.ts'
import { tokenOf } from '../../server/keys/index.ts'
import { problemsIn } from '../../server/services/exports/exports.chain.ts'
import { Person, startTestServer } from '../support/server.ts'
import { MailServer } from '../support/smtp.ts'
import { content } from '../support/upload.ts'
import { bringBack, quoted, readKept, sha256 } from './kept.ts'

const PASSWORD = 'strefa-demo'
const KASIA = 'kasia@klient-a.example'

describe('a data folder that e890bad left', () => {
  const kept = readKept('e890bad.json.gz')
  const smtp = new MailServer()
  const person: Record<string, Person> = {}
  let place: Awaited<ReturnType<typeof bringBack>>
  let server: Awaited<ReturnType<typeof startTestServer>>

  before(async () => {
    await smtp.start()
    place = await bringBack(kept)
  })
  after(async () => {
    await server?.stop()
    await smtp.stop()
    await rm(place.dataDir, { recursive: true, force: true })
  })

  it('finds its migrations unaltered', () => {
    for (const { name, sha256: before } of kept.migrations) assert.equal(sha256(name), before, name)
  })

  it('loses no row and no value, whatever tables and columns came after it', async () => {
    const db = connect(place.url)
    const rowsOf = async (table: string, columns: string[]) => {
      const { rows } = await db.raw(
        `select to_jsonb(t) as row from (select ${columns.map((each) => `"${each}"`)} from ${quoted(table)}) as t`
      )
      return rows.map(({ row }: { row: object }) => JSON.stringify(row)).sort()
    }
    const tables = Object.entries(kept.tables)
      .filter(([table, rows]) => rows.length > 0 && !/^graphile_worker|\.knex_/.test(table))
      .map(([table, [row]]) => [table, Object.keys(row!)] as const)
    const before = await Promise.all(tables.map(([table, columns]) => rowsOf(table, columns)))
    await migrate(db)
    for (const [at, [table, columns]] of tables.entries()) {
      const after = await rowsOf(table, columns)
      assert.ok(before[at]!.length > 0, table)
      assert.deepEqual(after, before[at], table)
    }
    await db.destroy()
  })

  it('starts, and lets everyone in to what they saw', async () => {
    const { sessionSecret } = kept
    server = await startTestServer({
      ...{ databaseUrl: place.url, dataDir: place.dataDir, sessionSecret, smtpUrl: smtp.url, demo: true }
    })
    for (const [email, { unread, records }] of Object.entries(kept.seen)) {
      const each = (person[email] = await server.signIn(email, PASSWORD))
      for (const [service, ids] of Object.entries(records)) {
        const { body } = await each.ask('GET', `${service}?roomId=${kept.roomId}&$limit=200`)
        assert.deepEqual(body.data.map(({ id }: { id: string }) => id).sort(), ids, `${email}: ${service}`)
      }
      const { body } = await each.ask('GET', 'reads?$limit=200')
      const read = body.data.find(({ roomId }: { roomId: string }) => roomId === kept.roomId)
      assert.equal(read?.unread, unread, `what ${email} has not read`)
    }
  })

  it('sends every mail that was under way once, and none that had left', async () => {
    const db = server.app.get('db')
    const waiting = () =>
      db('graphile_worker.jobs').whereIn('task_identifier', ['mail', 'key']).where('run_at', '<', new Date())
    while (
      (await waiting().first('id')) ||
      (await db('mailWindows').whereNull('closedAt').whereNotNull('toSeq').first())
    )
      await setTimeout(50)
    const text = ({ text = '', subject = '' }: { text?: string; subject?: string }) => `${subject} ${text}`
    const withWords = (email: string, words: string) =>
      smtp.to(email).filter((mail) => text(mail).includes(words)).length
    for (const email of Object.keys(kept.seen).filter((each) => !each.startsWith('ola')))
      assert.equal(withWords(email, 'Słowo w oknie poczty, poprawione'), 1, email)
    for (const { email } of kept.tables['public.users'] as { email: string }[])
      assert.equal(withWords(email, 'już poszło pocztą'), 0, email)
    const open = (kept.tables['public.mailWindows'] as { id: string; closedAt: string | null }[]).filter(
      ({ closedAt }) => !closedAt
    )
    const closed = await db('mailWindows')
      .whereIn(
        'id',
        open.map(({ id }) => id)
      )
      .whereNotNull('closedAt')
    assert.equal(closed.length, open.length)
    assert.equal(smtp.to('niewyslane@example.com').length, 1)
    assert.equal(smtp.to('wyslane@example.com').length, 0)
  })

  it('keeps each link that was sent, and its files and documents open', async () => {
    const keys = (kept.tables['public.keys'] as { id: string; salt: string; usedAt: string | null }[]).filter(
      ({ usedAt }) => !usedAt
    )
    const names: string[] = []
    for (const key of keys) {
      const stranger = new Person(server.app, server.base)
      const { status, body } = await stranger.ask('POST', 'keys', { token: tokenOf(kept.sessionSecret, key) })
      assert.equal(status, 201)
      assert.equal(body.used, false)
      names.push(body.email)
    }
    assert.deepEqual(names.sort(), ['niewyslane@example.com', 'wyslane@example.com', KASIA].sort())

    const kasia = person[KASIA]!
    const file = await content(kasia, `${kept.fileId}/content`)
    assert.equal(await file.text(), 'treść pliku, która zostaje')
    const ola = person['ola@firma.example']!
    const answer = await fetch(`${ola.base}/api/export-files/${kept.exportId}?format=json`, {
      headers: { authorization: `Bearer ${ola.token}` }
    })
    assert.deepEqual(problemsIn((await answer.json()) as any), [])
  })
})
