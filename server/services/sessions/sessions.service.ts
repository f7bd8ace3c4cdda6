import { NotFound } from '@feathersjs/errors'
import { Type } from '@feathersjs/typebox'
import type { Transaction } from '../../database/index.ts'
import type { Application, Params } from '../../declarations.ts'
import { authenticated } from '../../hooks/authenticated.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validateQuery } from '../../hooks/validate.ts'
import { append } from '../../journal/append.ts'
import type { Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import { only, Records } from '../records.ts'
import { sessionUser } from '../users/users.schema.ts'

const LIFETIME_DAYS = 30
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
    return super.visible(params).whereNull('sessions.endedAt').where('sessions.expiresAt', '>', new Date())
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
      user: { ...sessionUser(user), ...only(user, ['title', 'theme', 'timeZone', 'mail']) },
      firm: { name: firm?.value.name ?? null },
      demo: this.app.get('config').demo
    }
  }

  async remove(id: string, params: Params) {
    const sessionId = id === 'current' ? params.viewer.sessionId : id
    await super.get(sessionId as string, params)
    await endSession(this.app, { id: sessionId as string, userId: params.viewer.id }, params)
    return { id: sessionId }
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

async function endSession(app: Application, session: Row | { id: string; userId: string }, params: Params) {
  const trx = params.trx as Transaction
  await trx('sessions')
    .where({ id: session.id })
    .update({ endedAt: app.get('clock').now() })
  await append(trx, told(app, session as { id: string; userId: string }, 'removed', params.viewer.id))
}

/** Their open sockets close when the journal says so, on every node. */
export async function endSessionsOf(app: Application, userId: string, params: Params, keep?: string) {
  const open = await (params.trx as Transaction)('sessions').where({ userId }).whereNull('endedAt')
  for (const session of open) if (session.id !== keep) await endSession(app, session, params)
}

const told = (
  app: Application,
  session: { id: string; userId: string },
  event: 'created' | 'removed',
  actorId: string
) => ({
  id: app.get('clock').id(),
  at: app.get('clock').now().toISOString(),
  actorId,
  roomId: null,
  service: 'sessions',
  recordId: session.id,
  event,
  authorId: session.userId,
  before: event === 'created' ? null : {},
  after: event === 'removed' ? null : {}
})

export const sessions = (app: Application) => {
  app.use('sessions', new SessionService(app), { methods: ['find', 'get', 'remove'] })
  app.service('sessions').hooks({
    around: { all: [authenticated()], remove: [inTransaction()] },
    before: { find: [validateQuery({ fields: { id: Type.String({ format: 'uuid' }) } })] }
  })
}
