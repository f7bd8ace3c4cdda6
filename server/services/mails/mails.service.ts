import { Forbidden, NotFound } from '@feathersjs/errors'
import { Type } from '@feathersjs/typebox'
import type { Application, Params } from '../../declarations.ts'
import { authenticated } from '../../hooks/authenticated.ts'
import { validateQuery } from '../../hooks/validate.ts'
import { fault } from '../../language/index.ts'
import { isAdmin } from '../../policy/viewer.ts'
import { pageOf, type Page } from '../records.ts'

/** A mail as it was handed over; `next` is what would leave now. */
export interface SentMail {
  id: string
  at: string | null
  subject: string
  body: string
  /** As it looks in a mail program; only of a single mail, and of `next`. */
  html?: string | null
}

/** What somebody was written: for administrators, and for those who look through their eyes. */
class MailService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  async find(params: Params): Promise<Page<SentMail> & { next: SentMail | null }> {
    const userId = whose(params)
    const mails = this.app
      .get('db')('mails')
      .where({ userId })
      .orderBy([{ column: 'at', order: 'desc' }, 'id'])
    const page = await pageOf<SentMail>(mails, params.query, ['id', 'at', 'subject', 'body'])
    const next = await this.app.get('mail').preview(userId)
    return { ...page, next: next && { id: 'next', at: null, ...next } }
  }

  async get(id: string, { viewer }: Params): Promise<SentMail> {
    if (!viewer.viewedBy && !isAdmin(viewer)) throw fault(Forbidden, 'adminOnly')
    const mail = await this.app
      .get('db')('mails')
      .where({ id, ...(viewer.viewedBy && { userId: viewer.id }) })
      .first('id', 'at', 'subject', 'body', 'html')
    if (!mail) throw fault(NotFound, 'notFound')
    return mail
  }
}

const whose = ({ viewer, query }: Params): string => {
  if (viewer.viewedBy) return viewer.id
  if (!isAdmin(viewer)) throw fault(Forbidden, 'adminOnly')
  return query.userId ?? viewer.id
}

export const mails = (app: Application) => {
  app.use('mails', new MailService(app), { methods: ['find', 'get'] })
  app.service('mails').hooks({
    around: { all: [authenticated()] },
    before: { find: [validateQuery({ fields: {}, plain: { userId: Type.String({ format: 'uuid' }) } })] }
  })
}
