import { BadRequest } from '@feathersjs/errors'
import { Type } from '@feathersjs/typebox'
import type { Knex } from 'knex'
import type { Application, Params } from '../../declarations.ts'
import { authenticated } from '../../hooks/authenticated.ts'
import { validateQuery } from '../../hooks/validate.ts'
import { fault } from '../../language/index.ts'
import { visibleTo } from '../../policy/rules.ts'
import { isStaff, type Party } from '../../policy/viewer.ts'
import type { Page } from '../records.ts'

/** A dated task or sales activity, by the fields that everyone in it shares. */
export interface CalendarItem {
  id: string
  kind: 'task' | 'sales-activity'
  ref: string
  title: string
  status: string
  priority: string
  startAt: string | null
  dueAt: string | null
  /** Who from outside is in the room; told to staff only. */
  parties?: Party[]
}

const LONGEST = 400
const MOST = 500
const day = Type.String({ format: 'date' })

class CalendarService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  /** Rooms that have a date between two days, both included. */
  async find({ viewer, query }: Params): Promise<Page<CalendarItem>> {
    const { from, to, mine } = query
    const end = dayAfter(to)
    if (!from || !end || from > to || (Date.parse(to) - Date.parse(from)) / 86_400_000 > LONGEST)
      throw fault(BadRequest, 'dateRange')
    const data = await this.app
      .get('db')('rooms')
      .select('id', 'kind', 'ref', 'title', 'status', 'priority', 'startAt', 'dueAt')
      .modify(visibleTo(viewer, 'calendar', 'rooms'))
      .whereNull('archivedAt')
      .modify((rooms) => isStaff(viewer) && rooms.select(partiesOfRoom(this.app.get('db'))))
      .where((dated) =>
        dated
          .whereBetween('dueAt', [from, end])
          .orWhereBetween('startAt', [from, end])
          .orWhere((spanning) => spanning.where('startAt', '<', from).where('dueAt', '>', to))
      )
      .modify((rooms) => {
        if (mine)
          rooms.whereExists((exists) =>
            exists.select(1).from('participants').whereRaw('"roomId" = rooms.id').where('userId', viewer.id)
          )
      })
      .orderByRaw('coalesce("dueAt", "startAt"), id')
      .limit(MOST)
    return { total: data.length, limit: MOST, skip: 0, data }
  }
}

const partiesOfRoom = (db: Knex) =>
  db.raw('array(select party from "roomParties" where "roomId" = rooms.id order by party) as parties')

/** As text, "2026-11-24T10:00" stands before it and "2026-11-23" too. */
const dayAfter = (day: string | undefined) => day && new Date(Date.parse(day) + 86_400_000 - 1).toISOString()

export const calendar = (app: Application) => {
  app.use('calendar', new CalendarService(app), { methods: ['find'] })
  app.service('calendar').hooks({
    around: { all: [authenticated()] },
    before: { find: [validateQuery({ fields: {}, plain: { from: day, to: day, mine: Type.Boolean() } })] }
  })
}
