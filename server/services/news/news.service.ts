import { BadRequest } from '@feathersjs/errors'
import type { Application, Params } from '../../declarations.ts'
import { authenticated, staffOnly } from '../../hooks/authenticated.ts'
import { once } from '../../hooks/once.ts'
import { seenFirst } from '../../hooks/seen.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate, validateQuery } from '../../hooks/validate.ts'
import type { Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import { editedBefore } from '../edits.ts'
import { Records } from '../records.ts'
import { newsData, newsPatch, newsQuery, presentNews, type NewsData, type NewsPatch } from './news.schema.ts'

const fields = ['title', 'body', 'audience', 'withdrawnAt']

class NewsService extends Records {
  constructor(app: Application) {
    super(app, {
      service: 'news',
      table: 'news',
      sort: { publishedAt: -1 },
      kind: {
        scope: 'news',
        shared: ['title', 'body'],
        load: (trx, ids) => trx('news').whereIn('id', ids),
        present: presentNews
      }
    })
  }

  async create({ title, body, audience = [] }: NewsData, params: Params) {
    refuseUnknownNames(audience)
    const row = {
      id: params.recordId,
      title,
      body,
      audience,
      authorId: params.viewer.id,
      publishedAt: this.now()
    }
    const [made] = await this.db(params)('news').insert(row).returning('*')
    return this.told('created', null, made, params)
  }

  async patch(id: string, data: NewsPatch, params: Params) {
    refuseUnknownNames(data.audience ?? [])
    const before = await this.lock(id, params)
    const text = ['title', 'body'].some((field) => field in data)
    const readers = bothTimes(before.audience, data.audience ?? before.audience)
    const row = { ...data, ...(text && editedBefore(readers, before, this.now())) }
    if (Object.keys(row).length === 0) return this.presentTo(params.viewer, before)
    const [made] = await this.db(params)('news').where({ id }).update(row).returning('*')
    return this.told('patched', before, made, params)
  }

  async remove(id: string, params: Params) {
    const before = await this.lock(id, params)
    const [made] = await this.db(params)('news')
      .where({ id })
      .update({ withdrawnAt: this.now() })
      .returning('*')
    await this.told('removed', before, made, params)
    return { id }
  }

  private async told(
    event: 'created' | 'patched' | 'removed',
    before: Row | null,
    after: Row,
    params: Params
  ) {
    await this.entry(
      params,
      {
        recordId: after.id,
        event,
        before: before && { audience: before.audience },
        after: after.withdrawnAt ? null : { audience: after.audience }
      },
      { before: before ?? {}, after, fields }
    )
    return this.presentTo(params.viewer, after)
  }
}

/** Those who see it before and after: a zone holds its parties. */
const bothTimes = (before: string[], after: string[]) => {
  const within = (outer: string[]) => (name: string) =>
    outer.includes(name) || outer.includes(name.split(':')[0]!)
  return [...new Set([...before.filter(within(after)), ...after.filter(within(before))])]
}

/** Announcements go to whole zones, or to parties by name. */
function refuseUnknownNames(audience: string[]) {
  const wrong = audience.find((name) => !/^(client|partner)(:[0-9a-f-]{36})?$/.test(name))
  if (wrong) throw fault(BadRequest, 'wrongField', { field: 'audience' })
}

export const news = (app: Application) => {
  app.use('news', new NewsService(app), { methods: ['find', 'get', 'create', 'patch', 'remove'] })
  app.service('news').hooks({
    around: {
      all: [authenticated()],
      create: [inTransaction()],
      patch: [inTransaction()],
      remove: [inTransaction()]
    },
    before: {
      find: [validateQuery(newsQuery)],
      create: [staffOnly(), validate(newsData), once()],
      patch: [seenFirst(), staffOnly(), validate(newsPatch)],
      remove: [seenFirst(), staffOnly()]
    }
  })
}
