/** What could not be done for one person, entry or record, while everybody else's went on: administrators try it again. */
import { NotFound } from '@feathersjs/errors'
import { Type } from '@feathersjs/typebox'
import type { Knex } from 'knex'
import type { AsideReader } from '../../aside/index.ts'
import type { Application, Params } from '../../declarations.ts'
import { adminOnly, authenticated } from '../../hooks/authenticated.ts'
import { validate, validateQuery } from '../../hooks/validate.ts'
import { tryJobAgain } from '../../jobs/index.ts'
import { feedAgain } from '../../journal/isolate.ts'
import { fault } from '../../language/index.ts'
import { visibleTo } from '../../policy/rules.ts'
import { compare, pageOf, type Page } from '../records.ts'

export interface SetAside {
  id: string
  reader: AsideReader
  /** Of what kind it is: a service, or the name of a job. */
  service: string | null
  recordId: string | null
  roomId: string | null
  /** Whom it concerns: whose mail it is, or who did what could not be told. */
  userId: string | null
  /** The cause, as the log has it: in English, for whoever looks after the server. */
  reason: string
  attempts: number
  at: string
  triedAt: string
  /** When it is tried again by itself; null: it waits for an administrator. */
  nextAt: string | null
}

const columns = ['id', 'reader', 'service', 'recordId', 'roomId', 'userId', 'reason', 'attempts', 'at', 'triedAt', 'nextAt'] // prettier-ignore
const readers: AsideReader[] = ['journal', 'pending', 'person', 'window', 'reminder', 'export', 'job']
const setAsideQuery = {
  fields: {},
  plain: { reader: Type.Unsafe<AsideReader>({ type: 'string', enum: readers }) }
}
const setAsidePatch = Type.Object({ again: Type.Literal(true) }, { additionalProperties: false })

class SetAsideService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  /** The newest first. */
  async find({ viewer, query }: Params): Promise<Page<SetAside>> {
    const rows = this.rows(viewer).orderBy([{ column: 'at', order: 'desc' }, 'id'])
    if (query.reader) compare(rows, 'reader', query.reader)
    return pageOf(rows, query, columns)
  }

  /** Tries it again now. Answers it as it stands; with `done`, where it is not set aside any more. */
  async patch(id: string, _data: object, { viewer }: Params): Promise<SetAside & { done: boolean }> {
    const row = await this.row(id, viewer)
    const done = await this.app.get('aside').retry(id)
    return { ...row, ...(await this.rows(viewer).where({ id }).first(columns)), done }
  }

  /** Lets it be: it is not tried again. */
  async remove(id: string, { viewer }: Params): Promise<SetAside> {
    const row = await this.row(id, viewer)
    const own = this.app.get('db')('setAside').where({ id })
    // An entry's place in the feed is passed over for good, so the word about it stays.
    if (row.reader === 'journal') await own.update({ endedAt: this.app.get('clock').now() })
    else await own.delete()
    return row
  }

  private async row(id: string, viewer: Params['viewer']): Promise<SetAside> {
    const row = await this.rows(viewer).where({ id }).first(columns)
    if (!row) throw fault(NotFound, 'notFound')
    return row
  }

  private rows(viewer: Params['viewer']): Knex.QueryBuilder {
    return this.app
      .get('db')('setAside')
      .modify(visibleTo(viewer, 'set-aside', 'setAside'))
      .whereNull('endedAt')
  }
}

export const setAside = (app: Application) => {
  const aside = app.get('aside')
  aside.onRetry('journal', (trx, row) => feedAgain(app, trx, row))
  aside.onRetry('job', async (trx, { subject }) => void (await tryJobAgain(trx, subject)))
  app.get('jobs').everyMinute('set-aside', () => aside.retryDue())
  app.use('set-aside', new SetAsideService(app), { methods: ['find', 'patch', 'remove'] })
  app.service('set-aside').hooks({
    around: { all: [authenticated()] },
    before: {
      all: [adminOnly()],
      find: [validateQuery(setAsideQuery)],
      patch: [validate(setAsidePatch)]
    }
  })
}
