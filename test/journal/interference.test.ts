import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { Person, startTestServer } from '../support/server.ts'
import { Sending, upload } from '../support/upload.ts'

const RUNS = Number(process.env.INTERFERENCE_RUNS ?? 3)
const BEGIN = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000

/** Times and ids are set by the step, so that a hidden step moves neither. */
function setClock(app: any, step: number, hidden: number) {
  let made = 0
  app.set('clock', {
    now: () => new Date(BEGIN + step * 60_000 + hidden * 1000),
    id: () => {
      const hex = createHash('sha256').update(`${step} ${hidden} ${made++}`).digest('hex')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
    }
  })
}

interface World {
  server: Awaited<ReturnType<typeof startTestServer>>
  ola: Person
  kasia: Person
  marek: Person
  roomId: string
  other: string
  people: Record<string, string>
  shared: string
  question: { id: string; hash: string }
  partners: string
  seat: string
}

const PASSWORD = 'a long password'

async function world(): Promise<World> {
  const server = await startTestServer()
  const { app } = server
  // A mail keeps whom it reached under ids of its own, at its own time: it would stir those that are compared.
  app.set('mailDelay', 30 * 86_400_000)
  setClock(app, 0, 0)
  const { id } = await app
    .service('setup')
    .create({ firm: 'Firma', name: 'Ola', email: 'ola@f.example', password: PASSWORD }, { query: {} })
  const viewer = { id, zone: 'staff', role: 'admin', organizationId: null, locale: 'pl' }
  const as = { viewer, query: {} }
  const people: Record<string, string> = {}
  for (const [name, zone] of [
    ['kasia', 'client'],
    ['piotr', 'client'],
    ['marek', 'partner']
  ] as const) {
    const organization = await app.service('organizations').create({ name: `Organizacja ${name}` }, as)
    const data = {
      name,
      email: `${name}@o.example`,
      password: PASSWORD,
      zone,
      organizationId: organization.id
    }
    people[name] = (await app.service('users').create(data, as)).id
  }
  const seats = [people.kasia, people.marek].map((userId) => ({ userId, role: 'notified' }))
  const room = await app.service('tasks').create({ title: 'Pokój', participants: seats }, as)
  const other = await app
    .service('tasks')
    .create({ title: 'Inny', participants: [{ userId: people.piotr, role: 'performer' }] }, as)
  const say = (body: string, audience: string[]) =>
    app.service('comments').create({ roomId: room.id, body, audience }, as)
  const shared = (await say('wspólne', ['client', 'partner'])).id
  const ask = (question: string, askedIds: string[]) =>
    app.service('decisions').create({ roomId: room.id, question, kind: 'approval', askedIds }, as)
  const question = await ask('Zgoda?', [people.kasia!])
  const partners = (await say('partnerzy', ['partner'])).id
  const { data } = await app
    .service('participants')
    .find({ viewer, query: { roomId: room.id, userId: people.marek } })
  const ola = await server.signIn('ola@f.example', PASSWORD)
  const kasia = await server.signIn('kasia@o.example', PASSWORD)
  const marek = await server.signIn('marek@o.example', PASSWORD)
  await kasia.listen()
  await kasia.call('create', 'presence', { roomId: room.id })
  const begun = await app.service('news').create({ title: 'Start', body: 'x', audience: ['client'] }, as)
  await kasia.hears('news created', (data) => data.id === begun.id)
  kasia.heard.length = 0
  return {
    server,
    ola,
    kasia,
    marek,
    roomId: room.id,
    other: other.id,
    people,
    shared,
    question,
    partners,
    seat: data[0].id
  }
}

type Step = (world: World, text: string) => Promise<unknown>

/** What Kasia, of one client, can never notice. */
const hiddenSteps: Record<string, Step> = {
  note: (w, body) => w.ola.ask('POST', 'comments', { roomId: w.roomId, body }),
  toPartners: (w, body) => w.ola.ask('POST', 'comments', { roomId: w.roomId, body, audience: ['partner'] }),
  innerSign: (w) => w.ola.ask('POST', 'reactions', { commentId: w.partners, sign: 'agreed' }),
  partnerSign: async (w) => {
    for (const sign of ['agreed', 'looking']) {
      const { body } = await w.marek.ask('POST', 'reactions', { commentId: w.shared, sign })
      if (sign === 'looking') await w.marek.ask('DELETE', `reactions/${body.id}`)
    }
  },
  innerReply: (w, body) => w.ola.ask('POST', 'comments', { roomId: w.roomId, body, parentId: w.shared }),
  partnerReply: (w, body) =>
    w.ola.ask('POST', 'comments', { roomId: w.roomId, body, parentId: w.shared, audience: ['partner'] }),
  editPartners: (w, body) => w.ola.ask('PATCH', `comments/${w.partners}`, { body }),
  narrowFromPartner: async (w) => {
    const { body } = await w.ola.ask('GET', `users/${w.people.kasia}`)
    await w.ola.ask('PATCH', `comments/${w.shared}`, { audience: [`client:${body.organizationId}`] })
  },
  askPartner: (w, question) =>
    w.ola.ask('POST', 'decisions', {
      ...{ roomId: w.roomId, question, kind: 'approval', askedIds: [w.people.marek], dueAt: '2030-01-01' }
    }),
  askAndTakeBack: async (w, question) => {
    const data = { roomId: w.roomId, question, kind: 'approval', askedIds: [w.people.marek] }
    const { body } = await w.ola.ask('POST', 'decisions', data)
    await w.ola.ask('PATCH', `decisions/${body.id}`, { state: 'withdrawn' })
  },
  link: (w, title) => w.ola.ask('POST', 'links', { roomId: w.roomId, url: 'https://x.example', title }),
  file: async (w, name) =>
    w.ola.ask('POST', 'files', { roomId: w.roomId, name, uploadId: await upload(w.ola, name) }),
  partnerFile: async (w, name) => {
    const sending = await Sending.begin(w.marek, 1)
    await sending.send(new Uint8Array(1))
    await w.marek.ask('POST', 'files', { roomId: w.roomId, name, uploadId: sending.id })
  },
  internalField: (w, internalNotes) => w.ola.ask('PATCH', `tasks/${w.roomId}`, { internalNotes }),
  elsewhere: (w, body) => w.ola.ask('POST', 'comments', { roomId: w.other, body, audience: ['client'] }),
  newRoom: (w, title) => w.ola.ask('POST', 'tasks', { title }),
  partnerRole: (w) => w.ola.ask('PATCH', `participants/${w.seat}`, { role: 'performer' }),
  otherClientArrives: (w) =>
    w.ola.ask('POST', 'participants', { roomId: w.roomId, userId: w.people.piotr, role: 'notified' }),
  otherClientIsShown: (w) =>
    w.ola.ask('POST', 'participants', {
      roomId: w.roomId,
      userId: w.people.piotr,
      role: 'notified',
      earlier: 'same'
    }),
  lookedThroughTheirEyes: async (w) => {
    const { body } = await w.ola.ask('POST', 'views', { userId: w.people.kasia })
    const eyes = Object.assign(new Person(w.server.app, w.server.base), { token: body.accessToken })
    for (const question of ['reads', 'notifications', `comments?roomId=${w.roomId}`, 'mails'])
      await eyes.ask('GET', question)
    await eyes.ask('POST', 'presence', { roomId: w.roomId })
    await eyes.ask('POST', 'reads', { roomId: w.roomId })
    await eyes.ask('DELETE', 'views/current')
  },
  partnersBroughtBack: async (w) => {
    await w.ola.ask('DELETE', `comments/${w.partners}`)
    await w.ola.ask('POST', 'restorations', { service: 'comments', id: w.partners })
  },
  copied: (w, title) =>
    w.ola.ask('POST', 'copies', {
      roomId: w.roomId,
      title,
      parts: ['internal', 'comments', 'links', 'files']
    }),
  invited: (w, text) =>
    w.ola.ask('POST', 'invitations', {
      name: text,
      email: `x${Buffer.from(text).toString('hex')}@o.example`,
      zone: 'staff'
    }),
  partnerSaw: (w) => w.marek.ask('POST', 'exposures', { service: 'comments', ids: [w.shared, w.partners] }),
  partnerNews: (w, body) => w.ola.ask('POST', 'news', { title: 'T', body, audience: ['partner'] }),
  partnerRenamed: (w, name) => w.ola.ask('PATCH', `users/${w.people.marek}`, { name }),
  partnerMoves: async (w) => {
    const { body } = await w.ola.ask('GET', `users/${w.people.piotr}`)
    await w.ola.ask('PATCH', `users/${w.people.marek}`, { organizationId: body.organizationId })
  },
  otherClientIsShutOut: async (w) => {
    for (const active of [false, true]) await w.ola.ask('PATCH', `users/${w.people.piotr}`, { active })
  },
  otherFirmRenamed: async (w, name) => {
    const { body } = await w.ola.ask('GET', `users/${w.people.marek}`)
    await w.ola.ask('PATCH', `organizations/${body.organizationId}`, { name })
  },
  sale: async (w, title) => {
    const participants = [{ userId: w.people.piotr, role: 'notified' }]
    const { body } = await w.ola.ask('POST', 'sales-activities', { title, value: 1000, participants })
    await w.ola.ask('PATCH', `sales-activities/${body.id}`, { stage: 'offer' })
  },
  partnerHere: (w) => w.marek.ask('POST', 'presence', { roomId: w.roomId, typing: {} }),
  staffWriteInside: (w) => w.ola.ask('POST', 'presence', { roomId: w.roomId, typing: { audience: [] } }),
  staffReads: (w) => w.ola.ask('POST', 'reads', { roomId: w.roomId })
}

const openSteps: Record<string, Step> = {
  said: (w, body) => w.ola.ask('POST', 'comments', { roomId: w.roomId, body, audience: ['client'] }),
  answered: (w, body) => w.kasia.ask('POST', 'comments', { roomId: w.roomId, body }),
  asked: (w, question) =>
    w.ola.ask('POST', 'decisions', {
      ...{ roomId: w.roomId, question, kind: 'approval', askedIds: [w.people.kasia] }
    }),
  decided: (w, reason) =>
    w.kasia.ask('POST', 'answers', {
      ...{ decisionId: w.question.id, choice: 'approve', reason, shown: w.question.hash }
    }),
  status: (w, text) =>
    w.ola.ask('PATCH', `tasks/${w.roomId}`, { status: text.length % 2 ? 'doing' : 'waiting' }),
  liked: (w) => w.kasia.ask('POST', 'reactions', { commentId: w.shared, sign: 'thanks' }),
  likedByFirm: (w) => w.ola.ask('POST', 'reactions', { commentId: w.shared, sign: 'done' }),
  edited: (w, body) => w.ola.ask('PATCH', `comments/${w.shared}`, { body }),
  saw: (w) => w.kasia.ask('POST', 'exposures', { service: 'comments', ids: [w.shared, w.partners] }),
  sent: async (w, name) =>
    w.kasia.ask('POST', 'files', { roomId: w.roomId, name, uploadId: await upload(w.kasia, name) }),
  news: (w, body) => w.ola.ask('POST', 'news', { title: 'T', body, audience: ['client'] })
}

const questions = (w: World) => [
  'tasks', 'tasks?$sort[updatedAt]=-1', 'tasks?search=Pok&$limit=1', 'sales-activities', 'comments', 'links', 'files', 'reactions', 'decisions', 'answers', 'participants', 'users', 'organizations', 'contacts', 'news', 'reads', 'exposures', 'invitations', 'views', 'access', 'earlier',
  'notifications', 'preferences/me', 'calendar?from=2026-01-01&to=2026-12-31', `timeline?roomId=${w.roomId}`, `tasks/${w.other}`,
  `comments/${w.partners}`, 'tasks?internalNotes=x', `comments?roomId=${w.roomId}&$limit=2&$skip=1`
] // prettier-ignore

/** References are drawn by lot, and tokens and cursors are sealed under a random nonce. */
const masked = (text: string) =>
  text.replace(/F-[A-Z0-9]{4}/g, 'F-####').replace(/"cursor": "[^"]*"/g, '"cursor": ""')

async function told(w: World, since: string) {
  setClock(w.server.app, 900, 0)
  const end = (await openSteps.news!(w, 'koniec')) as { body: { id: string } }
  await w.kasia.hears('news created', (data) => data.id === end.body.id)
  const answers = []
  for (const question of questions(w)) answers.push([question, await w.kasia.ask('GET', question)])
  const events = w.kasia.heard.map(({ name, data }) => [name, data])
  const missed = await w.kasia.call('find', 'journal', { since })
  return masked(JSON.stringify({ answers, events, missed }, null, 1))
}

async function live(plan: Plan, withHidden: boolean): Promise<string> {
  const w = await world()
  try {
    const { cursor } = await w.kasia.call('find', 'journal', {})
    for (const [at, { open, text, hidden }] of plan.entries()) {
      if (withHidden)
        for (const [nth, name] of hidden.entries()) {
          setClock(w.server.app, at + 1, nth + 1)
          await hiddenSteps[name]!(w, `${text} ${nth}`)
        }
      setClock(w.server.app, at + 2, 0)
      await openSteps[open]!(w, text)
    }
    return await told(w, cursor)
  } finally {
    await w.server.stop()
  }
}

type Plan = { open: string; text: string; hidden: string[] }[]

const step = fc.record({
  open: fc.constantFrom(...Object.keys(openSteps)),
  text: fc.string({ minLength: 1, maxLength: 8 }).map((text) => `t${text}`),
  hidden: fc.array(fc.constantFrom(...Object.keys(hiddenSteps)), { maxLength: 6 })
})

describe('what a client may not see', () => {
  it('has no effect on anything they receive', async function () {
    this.timeout(180_000)
    const everything: Plan = [
      { open: 'said', text: 'pierwszy', hidden: Object.keys(hiddenSteps) },
      { open: 'edited', text: 'drugi', hidden: ['note', 'link'] },
      { open: 'asked', text: 'pytanie', hidden: ['askPartner', 'askAndTakeBack'] },
      { open: 'sent', text: 'plik', hidden: ['file', 'partnerFile'] },
      { open: 'decided', text: 'tak', hidden: ['askPartner'] },
      { open: 'answered', text: 'trzeci', hidden: ['narrowFromPartner', 'partnerReply'] }
    ]
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (plan) => {
        assert.equal(await live(plan, true), await live(plan, false))
      }),
      { numRuns: RUNS, examples: [[everything]], endOnFailure: true }
    )
  })
})
