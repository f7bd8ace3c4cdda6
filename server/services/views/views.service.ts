import { BadRequest, Forbidden, NotFound } from '@feathersjs/errors'
import { Type } from '@feathersjs/typebox'
import type { Transaction } from '../../database/index.ts'
import type { Application, HookContext, Params } from '../../declarations.ts'
import { adminOnly, authenticated } from '../../hooks/authenticated.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate, validateQuery } from '../../hooks/validate.ts'
import { fault } from '../../language/index.ts'
import { mayEnter } from '../../policy/entering.ts'
import { isStaff } from '../../policy/viewer.ts'
import { noteSecurityEvent } from '../../security/index.ts'
import { cookie, COOKIE_AGE } from '../authentication/authentication.cookie.ts'
import { pageOf, type Page } from '../records.ts'
import { endSession, openView } from '../sessions/sessions.service.ts'

const viewData = Type.Object({ userId: Type.String({ format: 'uuid' }) }, { additionalProperties: false })

/** That an administrator looked at the product as somebody else has it. */
export interface View {
  id: string
  userId: string
  openedById: string
  createdAt: string
  endedAt: string | null
}

class ViewService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  async find({ query }: Params): Promise<Page<View>> {
    const views = this.app
      .get('db')('sessions')
      .whereNotNull('openedById')
      .orderBy([{ column: 'createdAt', order: 'desc' }, 'id'])
    return pageOf(views, query, ['id', 'userId', 'openedById', 'createdAt', 'endedAt'])
  }

  async create({ userId }: { userId: string }, params: Params) {
    const trx = params.trx as Transaction
    if (!params.viewer.sessionId) throw fault(Forbidden, 'forbidden')
    // Held: nobody joins the firm while somebody begins to look through their eyes.
    const user = await trx('users')
      .where({ id: userId })
      .modify(mayEnter(this.app.get('config')))
      .forShare()
      .first('id', 'zone')
    if (!user) throw fault(NotFound, 'notFound')
    if (isStaff(user)) throw fault(BadRequest, 'viewOutsiders')
    const id = await openView(this.app, userId, params)
    const event = { kind: 'impersonation-started', userId, actorId: params.viewer.id } as const
    await noteSecurityEvent(this.app, event, params)
    return { id, userId, accessToken: await this.token(id, userId) }
  }

  /** Leaving: the browser is the administrator's own again. */
  async remove(id: string, params: Params) {
    const { viewer } = params
    if (id !== 'current' || !viewer.viewedBy) throw fault(NotFound, 'notFound')
    const trx = params.trx as Transaction
    const view = await trx('sessions').where({ id: viewer.sessionId }).first('id', 'fromSessionId')
    await endSession(this.app, view.id, { ...params, viewer: { ...viewer, id: viewer.viewedBy } })
    const event = { kind: 'impersonation-ended', userId: viewer.id, actorId: viewer.viewedBy } as const
    await noteSecurityEvent(this.app, event, params)
    return { id: view.id, accessToken: await this.token(view.fromSessionId, viewer.viewedBy) }
  }

  private token(sid: string, subject: string): Promise<string> {
    return this.app.service('authentication').createAccessToken({ sid }, { subject })
  }
}

/** Scripts cannot read the browser's copy of a token; only over REST can it be set. */
const inCookie = () => (context: HookContext) => {
  const { app, params, result } = context
  if (params.provider !== 'rest') return
  context.http = { headers: { 'Set-Cookie': cookie(app, result.accessToken, COOKIE_AGE) } }
}

export const views = (app: Application) => {
  app.use('views', new ViewService(app), { methods: ['find', 'create', 'remove'] })
  app.service('views').hooks({
    around: { all: [authenticated()], create: [inTransaction()], remove: [inTransaction()] },
    before: {
      find: [adminOnly(), validateQuery({ fields: {} })],
      create: [adminOnly(), validate(viewData)]
    },
    after: { create: [inCookie()], remove: [inCookie()] }
  })
}
