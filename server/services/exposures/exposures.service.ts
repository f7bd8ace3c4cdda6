import { Type, type Static } from '@feathersjs/typebox'
import type { Transaction } from '../../database/index.ts'
import type { Application, Params } from '../../declarations.ts'
import { authenticated, staffOnly } from '../../hooks/authenticated.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate, validateQuery } from '../../hooks/validate.ts'
import { expose } from '../../journal/expose.ts'
import type { Row } from '../../journal/kinds.ts'
import { visibleTo } from '../../policy/rules.ts'
import { isStaff } from '../../policy/viewer.ts'
import { only, Records } from '../records.ts'

const id = Type.String({ format: 'uuid' })
const exposureData = Type.Object(
  { service: Type.String({ maxLength: 40 }), ids: Type.Array(id, { maxItems: 200 }) },
  { additionalProperties: false }
)
const exposureQuery = { fields: { id, roomId: id, recordId: id, userId: id } }
const shown = ['id', 'roomId', 'service', 'recordId', 'userId', 'party', 'seenAt', 'mailedAt'] as const

/** That a record has reached somebody outside the firm. */
export interface Exposure {
  id: string
  roomId: string
  service: string
  recordId: string
  userId: string
  party: string
  /** First on an open screen of theirs. */
  seenAt: string | null
  /** First handed over in a mail to them. */
  mailedAt: string | null
}

/** Records of a room that have no room and audience of their own: an answer is shown with its question. */
const withoutSight = ['exposures', 'answers']

type Reached = { id: string; roomId: string }

class ExposureService extends Records {
  constructor(app: Application) {
    super(app, {
      service: 'exposures',
      table: 'exposures',
      sort: { seenAt: 1 },
      maxLimit: 500,
      kind: {
        scope: 'record',
        shared: [],
        // Internal, like a record that nobody outside may see.
        load: async (trx, ids) =>
          (await trx('exposures').whereIn('id', ids)).map((row: Row) => ({ ...row, audience: [] })),
        present: (row) => only(row, shown)
      }
    })
  }

  /** What a screen says it shows. Of what this viewer may not see now, nothing is kept; and the answer never tells. */
  async create({ service, ids }: Static<typeof exposureData>, { viewer, trx }: Params) {
    const known = this.app.get('kinds').get(service)?.scope === 'record' && !withoutSight.includes(service)
    if (known && !isStaff(viewer)) {
      const records: Reached[] = await (trx as Transaction)(service)
        .select(`${service}.id`, `${service}.roomId`)
        .whereIn(`${service}.id`, ids)
        .whereNot(`${service}.authorId`, viewer.id)
        .modify(visibleTo(viewer, service, service))
      await expose(this.app.get('clock'), trx as Transaction, viewer, { service, records, how: 'seenAt' })
    }
    return {}
  }
}

export const exposures = (app: Application) => {
  app.use('exposures', new ExposureService(app), { methods: ['find', 'create'] })
  app.service('exposures').hooks({
    around: { all: [authenticated()], create: [inTransaction()] },
    before: {
      find: [staffOnly(), validateQuery(exposureQuery)],
      create: [validate(exposureData)]
    }
  })
}
