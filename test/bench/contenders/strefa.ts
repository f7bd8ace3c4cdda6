/** Strefa whole: sign-in, policy, PostgreSQL, the journal, and its own live delivery. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { readLimits } from '../../../server/config/limits.ts'
import { readQuotas } from '../../../server/config/quotas.ts'
import { createApp } from '../../../server/app.ts'
import { serve } from './serve.ts'

/** The firm's people, who write; everyone else is a client of one of four organizations. */
const STAFF = 16
const ORGANIZATIONS = 4

const app = await createApp({
  port: 0,
  host: '127.0.0.1',
  publicUrl: 'http://localhost',
  dataDir: process.env.DATA_DIR!,
  databaseUrl: process.env.DATABASE_URL!,
  demo: false,
  sessionSecret: randomBytes(32).toString('hex'),
  smtpUrl: undefined,
  devMail: false,
  mailFrom: 'Strefa <strefa@localhost>',
  fileMaxSize: 1_000_000,
  bucket: undefined,
  exportKeepDays: 30,
  securityKeepDays: 365,
  limits: readLimits((name) => ({ STREFA_LIMITS: 'off' })[name]),
  quotas: readQuotas(() => undefined),
  trustedProxies: [],
  mailDigestHour: 7
})
await app.listen(0, '127.0.0.1')
const { port } = app.server.address() as AddressInfo
const db = app.get('db')
const now = new Date()

const people = await inviteEveryone(Number(process.env.SOCKETS))
const rooms = new Map<number, string>()
serve(
  async (sockets) => ({
    port,
    cookies: people.slice(0, sockets).map(({ cookie }) => cookie),
    comment: { roomId: await roomOf(sockets), audience: ['client'] }
  }),
  () => app.teardown()
)

async function inviteEveryone(count: number) {
  const organizations = Array.from({ length: ORGANIZATIONS }, (_, at) => ({
    id: randomUUID(),
    name: `Organization ${at}`,
    createdAt: now,
    updatedAt: now
  }))
  await db('organizations').insert(organizations)
  const users = Array.from({ length: count }, (_, at) => ({
    ...(at < STAFF
      ? { zone: 'staff', role: 'member', organizationId: null }
      : { zone: 'client', role: null, organizationId: organizations[at % ORGANIZATIONS]!.id }),
    id: randomUUID(),
    email: `person${at}@bench.example`,
    name: `Person ${at}`,
    // Nobody signs in by password here, and no mail may go out.
    passwordHash: '',
    mail: 'never',
    locale: 'en',
    timeZone: 'UTC',
    createdAt: now,
    updatedAt: now
  }))
  await db.batchInsert('users', users as object[])
  const expiresAt = new Date(now.getTime() + 86_400_000)
  const sessions = users.map(({ id }) => ({
    id: randomUUID(),
    userId: id,
    createdAt: now,
    lastSeenAt: now,
    expiresAt
  }))
  await db.batchInsert('sessions', sessions)
  return Promise.all(
    sessions.map(async ({ id, userId }) => ({ id: userId, cookie: `strefa=${await token(id, userId)}` }))
  )
}

function token(sid: string, userId: string): Promise<string> {
  return app.service('authentication').createAccessToken({ sid }, { subject: userId })
}

/** A room in which exactly the first so many people take part. */
async function roomOf(count: number) {
  const known = rooms.get(count)
  if (known) return known
  const id = randomUUID()
  await db('rooms').insert({
    id,
    kind: 'task',
    ref: `B-${count}`,
    title: `A room of ${count}`,
    status: 'todo',
    priority: 'normal',
    createdAt: now,
    updatedAt: now,
    internalUpdatedAt: now,
    createdById: people[0]!.id
  })
  const seats = people.slice(0, count).map((person) => ({
    id: randomUUID(),
    roomId: id,
    userId: person.id,
    role: 'notified',
    createdAt: now
  }))
  await db.batchInsert('participants', seats)
  await db.raw('analyze')
  rooms.set(count, id)
  return id
}
