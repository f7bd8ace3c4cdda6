import { Type } from '@feathersjs/typebox'
import type { Knex } from 'knex'
import type { Application, Params } from '../../declarations.ts'
import { adminOnly, authenticated } from '../../hooks/authenticated.ts'
import { moment, validateQuery } from '../../hooks/validate.ts'
import { visibleTo } from '../../policy/rules.ts'
import { expireSecurityEvents, securityEventKinds, type SecurityEventKind } from '../../security/index.ts'
import { compare, pageOf, type Page } from '../records.ts'

/** One line of the security log. */
export interface SecurityEventLine {
  id: string
  at: string
  kind: SecurityEventKind
  /** Whose account it is about. */
  userId: string | null
  /** Who did it, where it was somebody else. */
  actorId: string | null
  address: string | null
  agent: string | null
  details: Record<string, string | number | boolean | null>
}

const id = Type.String({ format: 'uuid' })
const securityEventQuery = {
  fields: {
    id,
    userId: id,
    kind: Type.Unsafe<SecurityEventKind>({ type: 'string', enum: [...securityEventKinds] }),
    at: moment,
    address: Type.String({ maxLength: 60 })
  }
}
const columns = ['id', 'at', 'kind', 'userId', 'actorId', 'address', 'agent', 'details'] as const

/** Newest first; nobody writes or alters it by a call. */
class SecurityEventService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  async find({ viewer, query }: Params): Promise<Page<SecurityEventLine>> {
    const { $limit, $skip, $sort: _, ...wanted } = query
    const events: Knex.QueryBuilder = this.app
      .get('db')('securityEvents')
      .modify(visibleTo(viewer, 'security-events', 'securityEvents'))
      .orderBy([{ column: 'at', order: 'desc' }, 'id'])
    for (const [field, value] of Object.entries(wanted)) compare(events, `securityEvents.${field}`, value)
    return pageOf(events, { $limit, $skip }, columns)
  }
}

export const securityEvents = (app: Application) => {
  app.get('jobs').everyMinute('security-events', async () => void (await expireSecurityEvents(app)))
  app.use('security-events', new SecurityEventService(app), { methods: ['find'] })
  app.service('security-events').hooks({
    around: { all: [authenticated()] },
    before: { find: [adminOnly(), validateQuery(securityEventQuery)] }
  })
}
