import { Type } from '@feathersjs/typebox'
import type { Application, Params } from '../../declarations.ts'
import { authenticated, staffOnly } from '../../hooks/authenticated.ts'
import { validateQuery } from '../../hooks/validate.ts'
import { visibleTo } from '../../policy/rules.ts'
import type { Page } from '../records.ts'

const MOST = 500

/** A person outside the firm: which open rooms they are in, and when they were last here. */
export interface Access {
  id: string
  name: string
  zone: 'client' | 'partner'
  organizationId: string
  active: boolean
  lastHereAt: string | null
  rooms: { id: string; kind: 'task' | 'sales-activity'; ref: string; title: string; role: string }[]
}

class AccessService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  async find({ viewer, query }: Params): Promise<Page<Access>> {
    const db = this.app.get('db')
    const rooms = db('participants')
      .join('rooms', 'rooms.id', 'participants.roomId')
      .whereNull('rooms.archivedAt')
      .modify(visibleTo(viewer, 'access', 'rooms'))
      .whereRaw('participants."userId" = users.id')
      .select(
        db.raw(
          `json_agg(json_build_object('id', rooms.id, 'kind', rooms.kind, 'ref', rooms.ref, 'title', rooms.title,
             'role', participants.role) order by rooms.title, rooms.id)`
        )
      )
    const people = db('users').whereNot('zone', 'staff')
    if (query.organizationId) people.where('organizationId', query.organizationId)
    const { total } = (await people.clone().count('* as total').first()) as { total: number }
    const data = await people
      .select('users.id', 'users.name', 'zone', 'organizationId')
      .select(db.raw('("deactivatedAt" is null) as active'))
      .select(
        db('sessions')
          .max('lastSeenAt')
          .whereRaw('sessions."userId" = users.id')
          .whereNull('openedById')
          .as('lastHereAt')
      )
      .select(rooms.as('rooms'))
      .orderBy(['users.name', 'users.id'])
      .limit(MOST)
    return { total, limit: MOST, skip: 0, data: data.map((row: any) => ({ ...row, rooms: row.rooms ?? [] })) }
  }
}

export const access = (app: Application) => {
  app.use('access', new AccessService(app), { methods: ['find'] })
  app.service('access').hooks({
    around: { all: [authenticated()] },
    before: {
      find: [
        staffOnly(),
        validateQuery({ fields: {}, plain: { organizationId: Type.String({ format: 'uuid' }) } })
      ]
    }
  })
}
