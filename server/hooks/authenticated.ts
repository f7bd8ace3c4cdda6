import { Forbidden, NotAuthenticated } from '@feathersjs/errors'
import type { NextFunction } from '@feathersjs/feathers'
import type { Knex } from 'knex'
import { prepared, type Transaction } from '../database/index.ts'
import type { changeAdministrators } from '../database/locks.ts'
import { holdAdministrators } from '../database/locks.ts'
import type { Application, HookContext, Params } from '../declarations.ts'
import { fault } from '../language/index.ts'
import { mayEnter } from '../policy/entering.ts'
import { isAdmin, isStaff, type Viewer } from '../policy/viewer.ts'

const GUARD = Symbol('guard')

/**
 * Finds out for whom a call is, afresh each time: a token alone is not enough, its session must be open and its person
 * active. A call from inside names its viewer.
 */
export const authenticated = () => {
  const hook = async (context: HookContext, next: NextFunction) => {
    const { app, params } = context
    if (params.provider) params.viewer = await viewerOf(app, params.authentication?.accessToken)
    if (!params.viewer) throw fault(NotAuthenticated, 'notSignedIn')
    if (params.viewer.viewedBy && params.provider) refuseChange(context)
    params.query ??= {}
    await next()
  }
  return Object.assign(hook, { [GUARD]: true })
}

/** Who only looks changes nothing. Presence answers who is there, and takes no note of them; leaving ends the look. */
function refuseChange({ method, path }: HookContext) {
  const looks = method === 'find' || method === 'get' || path === 'presence'
  if (!looks && !(path === 'views' && method === 'remove')) throw fault(Forbidden, 'viewOnly')
}

export const isGuard = (hook: unknown) => typeof hook === 'function' && GUARD in hook

interface Token {
  sub: string
  sid: string
}

/** Throws NotAuthenticated for anything but a good token of an open session of an active person. */
export async function viewerOf(app: Application, accessToken: unknown): Promise<Viewer> {
  if (typeof accessToken !== 'string') throw fault(NotAuthenticated, 'notSignedIn')
  const token: Token = await app
    .service('authentication')
    .verifyAccessToken(accessToken)
    .catch(() => {
      throw fault(NotAuthenticated, 'notSignedIn')
    })
  const db = app.get('db')
  const now = new Date()
  const session = await db('sessions')
    .join('users', 'users.id', 'sessions.userId')
    .select('users.id', 'zone', 'role', 'organizationId', 'locale', 'sessions.id as sessionId')
    .select('lastSeenAt', 'openedById as viewedBy')
    .where({ 'sessions.id': token.sid, 'users.id': token.sub })
    .where('expiresAt', '>', now)
    .whereNull('endedAt')
    .modify(mayEnter(app.get('config')))
    .where((own) =>
      own.whereNull('openedById').orWhereExists((from) => void from.select(1).modify(stillAdmins(app, now)))
    )
    .modify(prepared)
    .first()
  if (!session) throw fault(NotAuthenticated, 'notSignedIn')
  const { lastSeenAt, viewedBy, ...viewer } = session
  if (viewedBy) return { ...viewer, viewedBy }
  noteSeen(app, viewer.sessionId, lastSeenAt)
  return viewer
}

/** A look through another's eyes lasts as long as the session it began in, and its administrator is one. */
const stillAdmins = (app: Application, now: Date) => (query: Knex.QueryBuilder) =>
  query
    .from('sessions as own')
    .join('users as opener', 'opener.id', 'own.userId')
    .whereRaw('own.id = sessions."fromSessionId" and opener.id = sessions."openedById"')
    .where('own.expiresAt', '>', now)
    .whereNull('own.endedAt')
    .modify(mayEnter(app.get('config'), 'opener'))
    .where('opener.role', 'admin')

const MINUTE = 60_000

/** When somebody was last here is known to the minute; nobody waits for it to be written. */
function noteSeen(app: Application, id: string, lastSeenAt: string) {
  if (Date.parse(lastSeenAt) > Date.now() - MINUTE) return
  const lastSeenAtNow = new Date()
  void app
    .get('db')('sessions')
    .where({ id })
    .update({ lastSeenAt: lastSeenAtNow })
    .catch(() => {})
}

export const staffOnly = () => (context: HookContext) => {
  if (!isStaff(context.params.viewer)) throw fault(Forbidden, 'staffOnly')
}

export const adminOnly =
  () =>
  async ({ params }: HookContext) => {
    if (!isAdmin(params.viewer)) throw fault(Forbidden, 'adminOnly')
    if (params.trx) await actAsAdministrator(params, holdAdministrators)
  }

/**
 * Whoever changes something as an administrator is one until it is done: two who take each other's rights away at one moment
 * would both succeed otherwise. `hold` is one of the two locks on administrators.
 */
export async function actAsAdministrator(
  { provider, trx, viewer }: Params,
  hold: typeof holdAdministrators | typeof changeAdministrators
) {
  await hold(trx as Transaction)
  if (provider && !(await isAdministrator(trx as Transaction, viewer.id))) throw fault(Forbidden, 'adminOnly')
}

/** Under one of the locks on administrators, this stays so. */
export const isAdministrator = async (trx: Transaction, id: string) =>
  (await trx('users').where({ id, role: 'admin' }).whereNull('deactivatedAt').first('id')) !== undefined
