import { NotAuthenticated, NotFound } from '@feathersjs/errors'
import { Type } from '@feathersjs/typebox'
import type { Knex } from 'knex'
import { withTransaction, type Transaction } from '../../database/index.ts'
import type { Application, Params } from '../../declarations.ts'
import { authenticated } from '../../hooks/authenticated.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validateQuery } from '../../hooks/validate.ts'
import { append } from '../../journal/append.ts'
import type { Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import { zoneOf } from '../../language/timeZone.ts'
import { noteSecurityEvent } from '../../security/index.ts'
import { only, Records } from '../records.ts'
import { sessionUser } from '../users/users.schema.ts'

const LIFETIME_DAYS = 30
const VIEW_HOURS = 8
/** Expired sessions that are ended at a time. */
const MANY = 500
const shown = ['id', 'userAgent', 'createdAt', 'lastSeenAt'] as const

class SessionService extends Records {
  constructor(app: Application) {
    super(app, {
      service: 'sessions',
      table: 'sessions',
      owner: 'userId',
      sort: { lastSeenAt: -1 } as Record<string, 1 | -1>,
      kind: {
        scope: 'own',
        shared: [],
        load: (trx, ids) => trx('sessions').whereIn('id', ids).whereNull('endedAt'),
        present: (row) => only(row, shown)
      }
    })
  }

  override visible(params: Params) {
    return super
      .visible(params)
      .whereNull('sessions.endedAt')
      .where('sessions.expiresAt', '>', new Date())
      .where((own) =>
        own.whereNull('sessions.openedById').orWhere('sessions.id', params.viewer.sessionId ?? null)
      )
  }

  /** Whoever looks through another's eyes leaves no trace among that person's own sessions. */
  override filter(query: Knex.QueryBuilder, wanted: Record<string, any>, params: Params) {
    super.filter(query, wanted, params)
    query.whereNull('sessions.openedById')
  }

  /** `current` answers all that a screen needs to begin: the person, their settings, the firm. */
  override async get(id: string, params: Params) {
    const { viewer } = params
    if (id !== 'current') return super.get(id, params)
    if (!viewer.sessionId) throw fault(NotFound, 'notFound')
    const user = await this.db(params)('users').where({ id: viewer.id }).first()
    const firm = await this.db(params)('settings').where({ key: 'firm' }).first()
    return {
      ...(await super.get(viewer.sessionId, params)),
      current: true,
      user: {
        ...sessionUser(user),
        ...only(user, ['title', 'theme', 'mail']),
        timeZone: zoneOf(user.timeZone)
      },
      viewedBy: viewer.viewedBy
        ? await this.db(params)('users').where({ id: viewer.viewedBy }).first('id', 'name')
        : null,
      firm: { name: firm?.value.name ?? null },
      demo: this.app.get('config').demo
    }
  }

  /** `current`, `others` for all but the current one, or an id. */
  async remove(id: string, params: Params) {
    if (id === 'others') return this.removeOthers(params)
    const sessionId = id === 'current' ? params.viewer.sessionId : id
    await super.get(sessionId as string, params)
    await endSession(this.app, sessionId as string, params)
    return { id: sessionId }
  }

  private async removeOthers(params: Params) {
    const { id, sessionId } = params.viewer
    if (!sessionId) throw fault(NotFound, 'notFound')
    await endSessionsOf(this.app, id, params, sessionId)
    await noteSecurityEvent(this.app, { kind: 'sessions-ended', userId: id }, params)
    return { id: 'others' }
  }
}

/** Opens a session for a person who has just proved who they are. */
export async function openSession(
  app: Application,
  userId: string,
  userAgent: string | undefined,
  trx: Transaction
) {
  const clock = app.get('clock')
  const now = clock.now()
  const session = {
    id: clock.id(),
    userId,
    userAgent: userAgent?.slice(0, 300) ?? null,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + LIFETIME_DAYS * 86_400_000)
  }
  await trx('sessions').insert(session)
  await append(trx, told(app, session, 'created', userId))
  return session.id
}

/** Opens a look through another's eyes, for the working day. */
export async function openView(app: Application, userId: string, params: Params) {
  const clock = app.get('clock')
  const now = clock.now()
  const view = {
    id: clock.id(),
    userId,
    openedById: params.viewer.id,
    fromSessionId: params.viewer.sessionId as string,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + VIEW_HOURS * 3_600_000)
  }
  const trx = params.trx as Transaction
  const own = await trx('sessions')
    .where({ id: view.fromSessionId })
    .whereNull('endedAt')
    .forShare()
    .first('id')
  if (!own) throw fault(NotAuthenticated, 'notSignedIn')
  await trx('sessions').insert(view)
  await append(trx, told(app, view, 'created', params.viewer.id))
  return view.id
}

/** By whom, if by anybody, and in which transaction. */
type Ending = { viewer: { id: string | null }; trx?: Transaction }

/** With a session end the looks that began in it. */
export async function endSession(app: Application, id: string, { viewer, ...params }: Ending) {
  const trx = params.trx as Transaction
  // Held first, so that a look that is just beginning in it is there to be ended.
  await trx('sessions').where({ id }).forNoKeyUpdate().first('id')
  const ended: Row[] = await trx('sessions')
    .where((those) => those.where({ id }).orWhere({ fromSessionId: id }))
    .whereNull('endedAt')
    .update({ endedAt: app.get('clock').now() })
    .returning('*')
  await append(trx, ...ended.map((session) => told(app, session as Ended, 'removed', viewer.id)))
}

/** Their open sockets close when the journal says so, on every node. */
export async function endSessionsOf(app: Application, userId: string, params: Ending, keep?: string) {
  const open = await (params.trx as Transaction)('sessions').where({ userId }).whereNull('endedAt')
  for (const session of open) if (session.id !== keep) await endSession(app, session.id, params)
}

/** Sessions whose time has run out end in the journal too, so that lists of them are the same on every screen. */
async function endExpired(app: Application) {
  await withTransaction(
    app.get('db'),
    async (trx) => {
      const expired: Row[] = await trx('sessions')
        .where('expiresAt', '<=', new Date())
        .whereNull('endedAt')
        .orderBy('id')
        .limit(MANY)
        .forNoKeyUpdate()
        .skipLocked()
        .select('id')
      for (const { id } of expired) await endSession(app, id, { viewer: { id: null }, trx })
    },
    () => app.get('sequencer').poke()
  )
}

interface Ended {
  id: string
  userId: string
  openedById?: string | null
}

const told = (app: Application, session: Ended, event: 'created' | 'removed', actorId: string | null) => ({
  id: app.get('clock').id(),
  at: app.get('clock').now().toISOString(),
  actorId,
  roomId: null,
  // A look is the firm's matter: the person it is through the eyes of is told nothing.
  service: session.openedById ? 'views' : 'sessions',
  recordId: session.id,
  event,
  authorId: session.openedById ? null : session.userId,
  before: event === 'created' ? null : {},
  after: event === 'removed' ? null : {},
  ...(session.openedById && { values: { userId: [null, session.userId] as [unknown, unknown] } })
})

export const sessions = (app: Application) => {
  app.use('sessions', new SessionService(app), { methods: ['find', 'get', 'remove'] })
  app.get('jobs').everyMinute('sessions', () => endExpired(app))
  app.service('sessions').hooks({
    around: { all: [authenticated()], remove: [inTransaction()] },
    before: { find: [validateQuery({ fields: { id: Type.String({ format: 'uuid' }) } })] }
  })
}
