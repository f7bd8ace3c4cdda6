/** Rows and entries that nothing can read, put there by SQL: whoever they do not concern notices nothing, the others recover. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { expire } from '../../server/services/exports/exports.make.ts'
import { emailOf, Firm } from '../mail/firm.ts'
import type { Person } from '../support/server.ts'

describe('an attack by a row that cannot be read', function () {
  this.timeout(60_000)
  let firm: Firm

  before(async () => {
    firm = await Firm.open()
  })
  beforeEach(() => firm.newRoom())
  afterEach(() => {
    for (const person of Object.values(firm.person)) person.socket?.disconnect()
  })
  after(() => firm.close())

  interface Planted {
    service: string
    before?: object | null
    after?: object | null
    recordId?: string
    roomId?: string | null
  }

  /** An entry as only SQL can write it. */
  async function plant({ service, before = null, after = null, recordId = randomUUID(), ...more }: Planted) {
    const roomId = more.roomId === undefined ? firm.roomId : more.roomId
    await firm.db.transaction(async (trx: Knex.Transaction) => {
      const [{ position }] = await trx('journal')
        .insert({
          ...{ id: randomUUID(), at: new Date(), actorId: null, roomId, service, recordId, event: 'created' },
          ...{ before: JSON.stringify(before), after: JSON.stringify(after), changed: ['body'], digest: '' }
        })
        .returning('position')
      await trx('journalPending').insert({ position })
    })
    firm.server.app.get('sequencer').poke()
  }

  const asides = async () => (await firm.as('ola', 'GET', 'set-aside')).data
  const forget = () => firm.db('setAside').update({ endedAt: new Date() })
  const listen = (person: Person) => person.listen()
  const hears = (person: Person, body: string) =>
    person.hears('comments created', (data) => data.body === body)

  /** Breaks the record's presentation, and mends it again; answers how. */
  function breakKind(service: string, broken: (row: any) => boolean) {
    const kind = firm.server.app.get('kinds').get(service)!
    const { present } = kind
    kind.present = (row, view) => {
      if (broken(row)) throw new TypeError('this row cannot be shown')
      return present(row, view)
    }
    return () => void (kind.present = present)
  }

  const entries: Record<string, Planted> = {
    'without an audience': { service: 'comments', before: { audience: 7 }, after: {} },
    'of a participant who is nobody': { service: 'participants', after: { userId: 'nobody', party: [] } },
    'of a reaction without anything': { service: 'reactions', before: {}, after: { audience: null } },
    'of news for nobody knows whom': { service: 'news', before: { audience: 1 }, after: {}, roomId: null },
    'of no service': { service: 'constructor', after: { audience: [] } }
  }

  for (const [name, planted] of Object.entries(entries))
    it(`stops neither live nor mail as an entry ${name}`, async () => {
      const { kasia, ola } = firm.person
      await Promise.all([listen(kasia), listen(ola)])
      await plant(planted)
      await firm.say('ola', name, { audience: ['client'] })
      await hears(kasia, name)
      await firm.deliver()
      for (const client of ['kasia', 'tomek'] as const) assert.ok(firm.textTo(client).includes(name))
      await forget()
    })

  it('is set aside with its cause, counted in public, and shown to administrators only', async () => {
    const mend = breakKind('comments', ({ body }) => body === 'zły')
    try {
      const { id } = await firm.say('ola', 'zły', { audience: ['client'] }).catch(() => ({ id: '' }))
      assert.equal(id, '', 'what cannot be shown is not answered either')
      await firm.db('comments').insert(rowOf('zły', [firm.parties.a]))
      const row = await firm.db('comments').where({ body: 'zły' }).first()
      await plant({ service: 'comments', after: { audience: [firm.parties.a] }, recordId: row.id })
      await firm.read()
      const [aside] = await asides()
      assert.equal(aside.reader, 'journal')
      assert.equal(aside.recordId, row.id)
      assert.match(aside.reason, /this row cannot be shown/)
      const health = await (await fetch(`${firm.server.base}/api/health`)).json()
      assert.deepEqual(health, { status: 'ok', database: 'ok', setAside: 1 })
      assert.equal((await firm.person.jan.ask('GET', 'set-aside')).status, 403)
      assert.equal(
        (await firm.person.kasia.ask('PATCH', `set-aside/${aside.id}`, { again: true })).status,
        403
      )
    } finally {
      mend()
    }
  })

  const rowOf = (body: string, audience: string[]) => ({
    ...{ id: randomUUID(), roomId: firm.roomId, authorId: firm.person.ola.id, body, audience },
    createdAt: new Date()
  })

  it('is told once it can be, to screens and in mail, and to each of them once', async () => {
    const [aside] = await asides()
    const row = await firm.db('comments').where({ body: 'zły' }).first()
    const mend = breakKind('comments', ({ body }) => body === 'zły')
    try {
      const still = await firm.as('ola', 'PATCH', `set-aside/${aside.id}`, { again: true })
      assert.equal(still.done, false)
      assert.equal(still.attempts, 2)
    } finally {
      mend()
    }
    // The room of the first test is the record's; its people hear of it now.
    await listen(firm.person.kasia)
    const again = await firm.as('ola', 'PATCH', `set-aside/${aside.id}`, { again: true })
    assert.equal(again.done, true)
    await firm.person.kasia.hears('comments created', ({ id }) => id === row.id)
    await firm.deliver()
    assert.equal(firm.textTo('kasia').split('zły').length, 2)
    assert.doesNotMatch(firm.textTo('piotr'), /zły/)
    assert.deepEqual(await asides(), [])
    await firm.say('ola', 'dalej', { audience: ['client'] })
    await firm.deliver()
    assert.equal(firm.textTo('kasia').split('zły').length, 2)
  })

  it('lets those whom it concerns fetch afresh, and stirs nobody else', async () => {
    const { kasia, piotr, marek } = firm.person
    const mend = breakKind('comments', ({ body }) => body === 'zły znowu')
    try {
      await Promise.all([kasia, piotr, marek].map(listen))
      const cursors = await Promise.all(
        [kasia, piotr].map(async (each) => (await each.ask('GET', 'journal')).body.cursor)
      )
      const gone = new Promise((resolve) => kasia.socket!.once('disconnect', resolve))
      const left: string[] = []
      for (const each of [piotr, marek]) each.socket!.on('disconnect', () => left.push(each.id))
      const row = rowOf('zły znowu', [firm.parties.a])
      await firm.db('comments').insert(row)
      await plant({ service: 'comments', after: { audience: [firm.parties.a] }, recordId: row.id })
      await gone
      await firm.say('ola', 'dla piotra', { audience: [firm.parties.b] })
      await hears(piotr, 'dla piotra')
      assert.deepEqual(left, [])
      const since = async (person: Person, cursor: string) =>
        (await person.ask('GET', `journal?since=${cursor}`)).body
      assert.equal((await since(kasia, cursors[0])).reset, true)
      const caught = await since(piotr, cursors[1])
      assert.equal(caught.reset, false)
      assert.deepEqual(
        caught.data.map(({ data }: any) => data.body),
        ['dla piotra']
      )
      // A page of the room leaves out what cannot be shown.
      const page = await firm.as('kasia', 'GET', `comments?roomId=${firm.roomId}`)
      assert.deepEqual(page.data, [])
    } finally {
      mend()
      await forget()
    }
  })

  it('stops the feed for nobody as a place in the line that is no entry', async () => {
    await listen(firm.person.kasia)
    await firm.db('journalPending').insert({ position: 999_999_999 })
    await firm.say('ola', 'za nim', { audience: ['client'] })
    await hears(firm.person.kasia, 'za nim')
    const [aside] = await asides()
    assert.deepEqual(
      [aside.reader, aside.reason],
      ['pending', 'Not an entry of the journal, or told before.']
    )
    await firm.as('ola', 'DELETE', `set-aside/${aside.id}`)
    assert.deepEqual(await asides(), [])
  })

  it('keeps only one person’s mail back, which leaves once their row is mended', async () => {
    await firm.db.raw(`create function "refuseKasia"() returns trigger language plpgsql as $$
      begin if new."userId" = '${firm.person.kasia.id}' then raise exception 'no window for her'; end if; return new; end $$;
      create trigger kasia before insert on "mailWindows" for each row execute function "refuseKasia"()`)
    try {
      await firm.say('ola', 'pierwsze', { audience: ['client'] })
      await firm.deliver()
      await firm.say('ola', 'drugie', { audience: ['client'] })
      await firm.deliver()
      assert.match(firm.textTo('tomek'), /pierwsze[^]*drugie/)
      assert.equal(firm.textTo('kasia'), '')
      const [aside] = await asides()
      assert.deepEqual([aside.reader, aside.userId], ['person', firm.person.kasia.id])
      assert.match(aside.reason, /^no window for her/)
    } finally {
      await firm.db.raw('drop trigger kasia on "mailWindows"; drop function "refuseKasia"()')
    }
    const [aside] = await asides()
    assert.equal((await firm.as('ola', 'PATCH', `set-aside/${aside.id}`, { again: true })).done, true)
    await firm.deliver()
    assert.match(firm.textTo('kasia'), /pierwsze[^]*drugie/)
    assert.equal(firm.smtp.to(emailOf('kasia')).length, 1)
  })

  it('keeps one window’s mail back where its time is none', async () => {
    const [userId] = [firm.person.kasia.id]
    await firm
      .db('mailWindows')
      .insert({ id: randomUUID(), userId, fromSeq: 0, dueAt: firm.db.raw(`'infinity'`) })
    await firm.say('ola', 'mimo to', { audience: ['client'] })
    await firm.read()
    const tomek = await firm
      .db('mailWindows')
      .where({ userId: firm.person.tomek.id })
      .whereNull('closedAt')
      .first()
    await firm.db('graphile_worker._private_jobs').where({ key: tomek.id }).delete()
    await firm.until(
      async () => !!(await firm.db('graphile_worker._private_jobs').where({ key: tomek.id }).first())
    )
    await firm.deliver()
    assert.match(firm.textTo('tomek'), /mimo to/)
    await forget()
  })

  it('lets every other question remind, where one cannot', async () => {
    const ask = (question: string) =>
      firm.as('ola', 'POST', 'decisions', {
        ...{ roomId: firm.roomId, question, kind: 'approval', askedIds: [firm.person.kasia.id] },
        dueAt: '2030-01-01'
      })
    const bad = await ask('Zła')
    const good = await ask('Dobra?')
    await firm.db.raw(`create function "refuseReminder"() returns trigger language plpgsql as $$
      begin if new.question = 'Zła' and new."remindedAt" is not null then raise exception 'no reminder'; end if; return new; end $$;
      create trigger reminder before update on decisions for each row execute function "refuseReminder"()`)
    const clock = firm.server.app.get('clock')
    const reminded = async ({ id }: { id: string }) =>
      (await firm.db('decisions').where({ id }).first()).remindedAt
    try {
      const { now } = clock
      clock.now = () => new Date('2029-12-31T23:00:00Z')
      await firm.db.raw(`select graphile_worker.add_job('remind', '{}')`)
      await firm.until(async () => !!(await reminded(good)))
      clock.now = now
      assert.equal(await reminded(bad), null)
      const [aside] = await asides()
      assert.deepEqual(
        [aside.reader, aside.recordId, aside.reason.slice(0, 11)],
        ['reminder', bad.id, 'no reminder']
      )
    } finally {
      await firm.db.raw('drop trigger reminder on decisions; drop function "refuseReminder"()')
    }
    const [aside] = await asides()
    assert.equal((await firm.as('ola', 'PATCH', `set-aside/${aside.id}`, { again: true })).done, true)
    assert.ok(await reminded(bad))
  })

  it('lets every other old document go, where one cannot', async () => {
    const made = await Promise.all(
      [1, 2].map(() => firm.as('ola', 'POST', 'exports', { roomId: firm.roomId }))
    )
    const stateOf = async (id: string) => (await firm.db('exports').where({ id }).first()).state
    const [bad, good] = made.map(({ id }) => id).sort() as [string, string]
    await firm.until(async () => (await stateOf(bad)) === 'ready' && (await stateOf(good)) === 'ready')
    await firm.db('exports').update({ readyAt: '2020-01-01' })
    await firm.db.raw(`create function "refuseExpiry"() returns trigger language plpgsql as $$
      begin if new.id = '${bad}' and new.state = 'expired' then raise exception 'no expiry'; end if; return new; end $$;
      create trigger expiry before update on exports for each row execute function "refuseExpiry"()`)
    try {
      await expire(firm.server.app)
      assert.deepEqual([await stateOf(bad), await stateOf(good)], ['ready', 'expired'])
      const [aside] = await asides()
      assert.deepEqual([aside.reader, aside.recordId, aside.reason.slice(0, 9)], ['export', bad, 'no expiry'])
      await expire(firm.server.app)
    } finally {
      await firm.db.raw('drop trigger expiry on exports; drop function "refuseExpiry"()')
    }
    const [aside] = await asides()
    assert.equal((await firm.as('ola', 'PATCH', `set-aside/${aside.id}`, { again: true })).done, true)
    assert.equal(await stateOf(bad), 'expired')
  })
})
