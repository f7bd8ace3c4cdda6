import { NotFound } from '@feathersjs/errors'
import { Type } from '@feathersjs/typebox'
import type { Application, Params } from '../../declarations.ts'
import { authenticated, staffOnly } from '../../hooks/authenticated.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate } from '../../hooks/validate.ts'
import { fault } from '../../language/index.ts'
import { Spoken } from '../spoken.ts'

const restorationData = Type.Object(
  { service: Type.String({ maxLength: 40 }), id: Type.String({ format: 'uuid' }) },
  { additionalProperties: false }
)

/** Brings a withdrawn record back. */
class RestorationService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  async create({ service, id }: { service: string; id: string }, params: Params) {
    const records = (this.app.services as Record<string, unknown>)[service]
    if (!(records instanceof Spoken)) throw fault(NotFound, 'notFound')
    await records.restore(id, params)
    return this.app.service(service).get(id, { viewer: params.viewer, trx: params.trx, query: {} })
  }
}

export const restorations = (app: Application) => {
  app.use('restorations', new RestorationService(app), { methods: ['create'] })
  app.service('restorations').hooks({
    around: { all: [authenticated()], create: [inTransaction()] },
    before: { create: [staffOnly(), validate(restorationData)] }
  })
}
