import assert from 'node:assert/strict'
import { publicServices } from '../../server/hooks/guard.ts'
import { Person, startTestServer } from '../support/server.ts'
import { upload } from '../support/upload.ts'

const PASSWORD = 'a long password'
const outside = ['otherOrganization', 'partner', 'revoked', 'signedOut'] as const
type Outside = (typeof outside)[number]

interface World {
  ola: Person
  insider: Person
  task: string
  sale: string
  comment: string
  link: string
  reaction: string
  file: string
  decision: string
  document: string
  news: string
  organization: string
  seat: string
  session: string
  invitation: string
  newcomer: string
  cursors: Map<Person, string>
}

interface Row {
  /** What the insider finds, and nobody else. */
  holds(world: World): string
  find?: (world: World, asker: Person) => object
  get?: (world: World) => string
  /** The firm's own: for externals there is nothing here, the insider among them. */
  staffOnly?: true
  /** Who may know it too, and why. */
  also?: { who: Outside; because: string }
}

const rows: Record<string, Row> = {
  tasks: { holds: (w) => w.task, find: () => ({}), get: (w) => w.task },
  'sales-activities': { holds: (w) => w.sale, find: () => ({}), get: (w) => w.sale },
  participants: { holds: (w) => w.seat, find: (w) => ({ roomId: w.task }), get: (w) => w.seat },
  comments: { holds: (w) => w.comment, find: () => ({}), get: (w) => w.comment },
  reactions: { holds: (w) => w.reaction, find: () => ({}), get: (w) => w.reaction },
  links: { holds: (w) => w.link, find: () => ({}), get: (w) => w.link },
  files: { holds: (w) => w.file, find: () => ({}), get: (w) => w.file },
  decisions: { holds: (w) => w.decision, find: () => ({}), get: (w) => w.decision },
  answers: { holds: (w) => w.decision, find: () => ({}) },
  exports: { holds: (w) => w.document, find: () => ({}), get: (w) => w.document },
  'export-files': { holds: (w) => w.document },
  users: { holds: (w) => w.insider.id, find: () => ({}), get: (w) => w.insider.id },
  organizations: {
    holds: (w) => w.organization,
    find: () => ({}),
    get: (w) => w.organization,
    also: { who: 'revoked', because: 'it is their own organization' }
  },
  news: {
    holds: (w) => w.news,
    find: () => ({}),
    get: (w) => w.news,
    also: { who: 'revoked', because: 'it is meant for their organization, room or no room' }
  },
  reads: { holds: (w) => w.task, find: () => ({}) },
  sessions: { holds: (w) => w.session, find: () => ({}), get: (w) => w.session },
  preferences: { holds: (w) => w.insider.id, get: (w) => w.insider.id },
  contacts: { holds: (w) => w.ola.id, find: () => ({}) },
  calendar: { holds: (w) => w.task, find: () => ({ from: '2026-11-01', to: '2026-12-31' }) },
  timeline: { holds: (w) => w.comment, find: (w) => ({ roomId: w.task }) },
  notifications: { holds: (w) => w.comment, find: () => ({}) },
  journal: { holds: (w) => w.comment, find: (w, asker) => ({ since: w.cursors.get(asker) }) },
  presence: { holds: (w) => w.task },
  // Only made, never asked for: their own tests try them as insider and as outsider.
  copies: { holds: (w) => w.task },
  restorations: { holds: (w) => w.comment },
  earlier: {
    holds: (w) => w.comment,
    find: (w) => ({ roomId: w.task, userId: w.newcomer }),
    staffOnly: true
  },
  exposures: { holds: (w) => w.comment, find: (w) => ({ roomId: w.task }), staffOnly: true },
  mails: { holds: (w) => w.task, find: (w) => ({ userId: w.insider.id }), staffOnly: true },
  'set-aside': { holds: (w) => w.insider.id, find: () => ({}), staffOnly: true },
  'security-events': { holds: (w) => w.insider.id, find: () => ({}), staffOnly: true },
  views: { holds: (w) => w.insider.id, find: () => ({}), staffOnly: true },
  invitations: {
    holds: (w) => w.invitation,
    find: () => ({}),
    get: (w) => w.invitation,
    staffOnly: true
  },
  access: { holds: (w) => w.task, find: () => ({}), staffOnly: true }
}

describe('every service', () => {
  let server: Awaited<ReturnType<typeof startTestServer>>
  let world: World
  const people = {} as Record<Outside, Person>

  before(async () => {
    server = await startTestServer()
    const admin = { name: 'Ola', email: 'ola@f.example', password: PASSWORD }
    await server.app.service('setup').create({ firm: 'Firma', ...admin }, { query: {} })
    const ola = await server.signIn('ola@f.example', PASSWORD)
    const make = async (path: string, data: object) => {
      const { status, body } = await ola.ask('POST', path, data)
      assert.equal(status, 201, `${path}: ${JSON.stringify(body)}`)
      return body
    }
    const organizations = await Promise.all(
      ['A', 'B', 'C'].map(async (name) => (await make('organizations', { name })).id as string)
    )
    const person = async (name: string, zone: string, organizationId: string) => {
      const email = `${name}@o.example`
      await make('users', { name, email, password: PASSWORD, zone, organizationId })
      const someone = await server.signIn(email, PASSWORD)
      await someone.listen()
      return someone
    }
    const [a, b, c] = organizations as [string, string, string]
    const insider = await person('kasia', 'client', a)
    people.revoked = await person('tomek', 'client', a)
    people.otherOrganization = await person('piotr', 'client', b)
    people.partner = await person('marek', 'partner', c)
    people.signedOut = new Person(server.app, server.base)
    await ola.listen()
    const room = (path: string, ...seated: Person[]) =>
      make(path, {
        title: 'Pokój',
        dueAt: '2026-12-01',
        participants: seated.map(({ id }) => ({ userId: id, role: 'notified' }))
      })
    const { id: task } = await room('tasks', ola, insider, people.revoked)
    const { id: sale } = await room('sales-activities', ola, insider, people.revoked)
    await room('tasks', people.otherOrganization, people.partner)
    const cursors = new Map<Person, string>()
    for (const each of [ola, insider, people.revoked, people.otherOrganization, people.partner])
      cursors.set(each, (await each.ask('GET', 'journal')).body.cursor)
    for (const roomId of [task, sale]) {
      const { body } = await ola.ask('GET', `participants?roomId=${roomId}&userId=${people.revoked.id}`)
      await ola.ask('DELETE', `participants/${body.data[0].id}`)
    }
    const seen = { roomId: task, audience: ['client'] }
    const comment = (await make('comments', { ...seen, body: 'słowo' })).id
    const link = (await make('links', { ...seen, url: 'https://o.example' })).id
    const reaction = (await make('reactions', { commentId: comment, sign: 'agreed' })).id
    const named = { ...seen, uploadId: await upload(ola, 'x'), name: 'x.txt' }
    const file = (await make('files', named)).id
    const decision = await make('decisions', {
      ...{ roomId: task, question: 'Zgoda?', kind: 'approval', askedIds: [insider.id] }
    })
    await insider.ask('POST', 'answers', {
      ...{ decisionId: decision.id, choice: 'approve', reason: 'tak', shown: decision.hash }
    })
    const document = (await insider.ask('POST', 'exports', { roomId: task })).body.id
    await insider.hears('exports patched', ({ id, state }) => id === document && state === 'ready')
    await insider.ask('POST', 'exposures', { service: 'comments', ids: [comment] })
    await make('views', { userId: insider.id })
    const matter = { reader: 'person', subject: insider.id, userId: insider.id } as const
    await server.app.get('aside').put(server.app.get('db'), matter, new Error('of the test'))
    const news = (await make('news', { title: 'N', body: 'x', audience: [`client:${a}`] })).id
    const invited = { name: 'Ewa', email: 'ewa@o.example', zone: 'client', organizationId: a }
    const invitation = (await make('invitations', invited)).id
    await insider.hears('news created', ({ id }) => id === news)
    const seat = (await insider.ask('GET', `participants?roomId=${task}&userId=${insider.id}`)).body.data[0]
      .id
    const session = (await insider.ask('GET', 'sessions/current')).body.id
    world = {
      ...{
        ola,
        insider,
        task,
        sale,
        comment,
        link,
        reaction,
        file,
        decision: decision.id,
        document,
        news,
        organization: a
      },
      ...{ seat, session, invitation, newcomer: people.otherOrganization.id, cursors }
    }
  })

  after(() => server.stop())

  const questions = (name: string, asker: Person): string[] => {
    const { find, get } = rows[name]!
    const query = find && new URLSearchParams(find(world, asker) as Record<string, string>)
    return [...(query ? [`${name}?${query}`] : []), ...(get ? [`${name}/${get(world)}`] : [])]
  }

  const overSocket = async (name: string, asker: Person) => {
    const { find, get } = rows[name]!
    const said: unknown[] = []
    const ask = (...question: unknown[]) =>
      asker.call(...question).then((answer) => said.push(answer), (error) => said.push(error.name)) // prettier-ignore
    if (find) await ask('find', name, find(world, asker))
    if (get) await ask('get', name, get(world), {})
    return JSON.stringify(said)
  }

  it('has a row here', () => {
    const services = Object.keys(server.app.services).filter((path) => !publicServices.includes(path))
    assert.deepEqual(services.toSorted(), Object.keys(rows).toSorted())
  })

  for (const [name, { staffOnly, also }] of Object.entries(rows)) {
    it(`${name}: answers the insider, and tells outsiders nothing`, async () => {
      const held = rows[name]!.holds(world)
      const positive = staffOnly ? world.ola : world.insider
      for (const question of questions(name, positive)) {
        const { status, body } = await positive.ask('GET', question)
        assert.equal(status, 200, `${question}: ${JSON.stringify(body)}`)
        assert.ok(JSON.stringify(body).includes(held), `${question} holds it`)
      }
      if (questions(name, positive).length > 0)
        assert.ok((await overSocket(name, positive)).includes(held), 'over the socket too')

      const strangers = outside.filter((who) => who !== also?.who).map((who) => people[who])
      if (staffOnly) strangers.push(world.insider)
      for (const stranger of strangers) {
        for (const question of questions(name, stranger)) {
          const { status, body } = await stranger.ask('GET', question)
          assert.ok([200, 401, 403, 404].includes(status), `${question}: ${status}`)
          assert.equal(status === 401, stranger === people.signedOut, question)
          if (status === 200) assert.ok(!JSON.stringify(body).includes(held), question)
        }
        if (stranger.socket) assert.ok(!(await overSocket(name, stranger)).includes(held))
      }
    })
  }

  it('presence lets in whoever sees the room, and nobody else', async () => {
    const enter = (who: Person) => who.ask('POST', 'presence', { roomId: world.task })
    assert.equal((await enter(world.insider)).status, 201)
    for (const who of ['otherOrganization', 'partner', 'revoked'] as const)
      assert.equal((await enter(people[who])).status, 404)
    assert.equal((await enter(people.signedOut)).status, 401)
  })

  it('export-files hands a document to whoever asked for it, and to nobody else', async () => {
    const fetchFile = (who: Person) => who.ask('GET', `export-files/${world.document}?format=json`)
    assert.equal((await fetchFile(world.insider)).body.header.exportId, world.document)
    for (const who of ['otherOrganization', 'partner', 'revoked'] as const)
      assert.equal((await fetchFile(people[who])).status, 404)
    assert.equal((await fetchFile(people.signedOut)).status, 401)
  })

  it('copies and restorations are the firm’s alone, and say nothing to anyone else of what is there', async () => {
    const nothing = '00000000-0000-4000-8000-000000000000'
    const asked = (id: string): [string, object][] => [
      ['copies', { roomId: id, title: 'Kopia', parts: ['comments', 'links', 'files'] }],
      ['restorations', { service: 'comments', id }]
    ]
    for (const who of ['otherOrganization', 'partner', 'revoked', 'signedOut', 'insider'] as const) {
      const person = who === 'insider' ? world.insider : people[who]
      for (const [at, [path, data]] of asked(world.task).entries()) {
        const answer = await person.ask('POST', path, path === 'copies' ? data : { service: 'comments', id: world.comment }) // prettier-ignore
        assert.equal(answer.status, who === 'signedOut' ? 401 : 403, `${path} as ${who}`)
        assert.deepEqual(answer, await person.ask('POST', ...asked(nothing)[at]!), 'as if it were not there')
      }
    }
    const { body: copy } = await world.ola.ask('POST', ...asked(world.task)[0]!)
    assert.equal(copy.title, 'Kopia')
    await world.ola.ask('DELETE', `links/${world.link}`)
    assert.equal((await world.insider.ask('GET', `links/${world.link}`)).status, 404)
    const back = await world.ola.ask('POST', 'restorations', { service: 'links', id: world.link })
    assert.equal(back.status, 201)
    assert.equal((await world.insider.ask('GET', `links/${world.link}`)).status, 200)
    await world.ola.ask('DELETE', `tasks/${copy.id}`)
  })

  it('sent outsiders nothing of it while it happened', () => {
    for (const who of ['otherOrganization', 'partner', 'revoked'] as const) {
      const heard = JSON.stringify(people[who].heard)
      for (const id of [world.comment, world.link, world.reaction, world.decision, world.document])
        assert.ok(!heard.includes(id))
    }
    assert.ok(JSON.stringify(world.insider.heard).includes(world.comment))
  })

  it('refuses lists, unknown fields and operators in a sentence without SQL', async () => {
    const hostile: [string, string, object?][] = [
      ['POST', 'comments', [{ roomId: world.task, body: 'x' }]],
      ['POST', 'comments', { roomId: world.task, body: 'x', authorId: world.ola.id }],
      ['POST', 'comments', { roomId: world.task, body: { $ne: 1 } }],
      ['POST', 'comments', { roomId: "' or 1=1 --", body: 'x' }],
      ['POST', 'comments', { roomId: world.task, body: 'x\u0000' }],
      ['POST', 'comments', JSON.parse(`{"roomId":"${world.task}","body":"x","__proto__":{"zone":"staff"}}`)],
      ['PATCH', `comments/${world.comment}`, { roomId: world.sale }],
      ['PATCH', 'comments', { body: 'wszystkie' }],
      ['DELETE', 'comments'],
      ['GET', 'comments?$where[body]=1'],
      ['GET', 'comments?body[$regex]=x'],
      ['GET', 'comments?$sort[body;drop table users]=1'],
      ['GET', 'comments?$sort[body]=1'],
      ['GET', 'comments?$limit=-1'],
      ['GET', 'comments?$skip=abc'],
      ['GET', 'comments?$or[0][body]=x'],
      ['GET', "tasks/' or 1=1 --"]
    ]
    for (const [method, path, data] of hostile) {
      const { status, body } = await world.insider.ask(method, path, data)
      const told = `${method} ${path} ${JSON.stringify(data)}: ${status} ${JSON.stringify(body)}`
      assert.ok(status >= 400 && status < 500, told)
      assert.match(body.message, /\.$/, told)
      assert.doesNotMatch(JSON.stringify(body), /select|insert into|knex|stack|node_modules/i, told)
    }
    assert.equal((await world.ola.ask('GET', `comments?roomId=${world.task}`)).body.total, 1)
  })
})
