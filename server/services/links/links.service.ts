import { BadRequest } from '@feathersjs/errors'
import type { Application, Params } from '../../declarations.ts'
import { authenticated } from '../../hooks/authenticated.ts'
import { once } from '../../hooks/once.ts'
import { seenFirst } from '../../hooks/seen.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate, validateQuery } from '../../hooks/validate.ts'
import { fault } from '../../language/index.ts'
import { Spoken } from '../spoken.ts'
import { linkData, linkPatch, linkQuery, presentLink, type LinkData, type LinkPatch } from './links.schema.ts'

class LinkService extends Spoken {
  fields = ['url', 'title', 'audience', 'withdrawnAt']

  constructor(app: Application) {
    super(app, {
      service: 'links',
      table: 'links',
      owner: 'authorId',
      sort: { createdAt: -1 },
      kind: {
        scope: 'record',
        shared: ['url', 'title'],
        load: (trx, ids) => trx('links').whereIn('id', ids),
        present: presentLink
      }
    })
  }

  async create({ roomId, url, title, audience: wanted, requestId }: LinkData, params: Params) {
    await this.holdRoom(roomId, params)
    const audience = await this.audienceFor(roomId, wanted, params)
    const address = webAddress(url)
    const row = {
      ...this.stamps(params),
      roomId,
      url: address.href,
      title: title?.trim() || address.host,
      audience,
      requestId
    }
    const [made] = await this.db(params)('links').insert(row).returning('*')
    return this.told(params, made)
  }

  async patch(id: string, { audience, url, title }: LinkPatch, params: Params) {
    const before = await this.lock(id, params)
    const text = {
      ...(url !== undefined && { url: webAddress(url).href }),
      ...(title !== undefined && { title: title.trim() || before.title })
    }
    return this.presentTo(params.viewer, await this.change(before, text, audience, params))
  }

  async remove(id: string, params: Params) {
    return this.withdraw(await this.lock(id, params), params)
  }
}

/** Only the web's own schemes: a `javascript:` address would run in the reader's page. */
function webAddress(text: string): URL {
  const address = URL.parse(text.trim())
  if (!address || !['http:', 'https:'].includes(address.protocol)) throw fault(BadRequest, 'badUrl')
  return address
}

export const links = (app: Application) => {
  app.use('links', new LinkService(app), { methods: ['find', 'get', 'create', 'patch', 'remove'] })
  app.service('links').hooks({
    around: {
      all: [authenticated()],
      create: [inTransaction()],
      patch: [inTransaction()],
      remove: [inTransaction()]
    },
    before: {
      find: [validateQuery(linkQuery)],
      create: [validate(linkData), once()],
      patch: [seenFirst(), validate(linkPatch)],
      remove: [seenFirst()]
    }
  })
}
