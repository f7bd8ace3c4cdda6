import type { Knex } from 'knex'
import { Type } from '@feathersjs/typebox'
import type { Application, Params } from '../../declarations.ts'
import { authenticated } from '../../hooks/authenticated.ts'
import { validateQuery } from '../../hooks/validate.ts'
import { visibleTo } from '../../policy/rules.ts'
import type { Page } from '../records.ts'

/** Someone of the firm with whom the viewer shares an open room, now. */
export interface Contact {
  id: string
  name: string
  title: string | null
  email: string
  phone: string | null
  rooms: { id: string; kind: 'task' | 'sales-activity'; title: string; role: 'performer' | 'notified' }[]
}

class ContactService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  async find({ viewer, query }: Params): Promise<Page<Contact>> {
    const { $limit = 100, $skip = 0, search } = query
    const limit = Math.min($limit, 200)
    const people = this.app
      .get('db')('participants as theirs')
      .join('users', 'users.id', 'theirs.userId')
      .join('rooms', 'rooms.id', 'theirs.roomId')
      .join('participants as mine', (join) =>
        join.on('mine.roomId', 'rooms.id').andOnVal('mine.userId', viewer.id)
      )
      .where({ 'users.zone': 'staff' })
      .whereNot('users.id', viewer.id)
      .whereNull('users.deactivatedAt')
      .whereNull('rooms.archivedAt')
      .modify(visibleTo(viewer, 'tasks', 'rooms'))
      .modify((people) => void (search && named(people, search)))
      .groupBy('users.id')
    const all: Contact[] = await people
      .select('users.id', 'users.name', 'users.title', 'users.email', 'users.phone')
      .select(
        this.app.get('db').raw(
          `json_agg(json_build_object('id', rooms.id, 'kind', rooms.kind, 'title', rooms.title, 'role', theirs.role)
             order by rooms.title, rooms.id) as rooms`
        )
      )
      .orderBy([{ column: 'users.name' }, { column: 'users.id' }])
    return { total: all.length, limit, skip: $skip, data: all.slice($skip, $skip + limit) }
  }
}

const named = (people: Knex.QueryBuilder, search: string) =>
  people.whereRaw(`unaccent(concat_ws(' ', users.name, users.title, users.email)) ilike unaccent(?)`, [
    `%${search.replace(/[\\%_]/g, '\\$&')}%`
  ])

export const contacts = (app: Application) => {
  app.use('contacts', new ContactService(app), { methods: ['find'] })
  app.service('contacts').hooks({
    around: { all: [authenticated()] },
    before: { find: [validateQuery({ fields: {}, plain: { search: Type.String({ maxLength: 200 }) } })] }
  })
}
