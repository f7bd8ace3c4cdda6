import { Type } from '@feathersjs/typebox'
import type { Application, Params } from '../../declarations.ts'
import { authenticated } from '../../hooks/authenticated.ts'
import { validateQuery } from '../../hooks/validate.ts'
import { actorOf, sinceEntry, tellings } from '../../journal/tellings.ts'
import { isRoomService } from '../../journal/kinds.ts'
import { visibleTo } from '../../policy/rules.ts'
import { isStaff, type Viewer } from '../../policy/viewer.ts'
import type { Page } from '../records.ts'

/** One thing that happened in a room, by reference: texts are read where they live. */
export interface TimelineEntry {
  id: string
  at: string
  actorId: string | null
  service: string
  event: 'created' | 'patched' | 'removed'
  recordId: string
  /** Of a participant: who came, went or changed their part. */
  userId: string | null
  changed: { field: string; from?: unknown; to?: unknown }[]
}

class TimelineService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  async find({ viewer, query, trx }: Params): Promise<Page<TimelineEntry>> {
    const { $limit = 50, $skip = 0, roomId, recordId } = query
    const limit = Math.min($limit, 200)
    const db = trx ?? this.app.get('db')
    const told = tellings(db, this.app.get('kinds'), viewer)
      .where('entry.roomId', roomId ?? null)
      .whereExists((exists) =>
        exists
          .select(1)
          .from('rooms')
          .whereRaw('rooms.id = entry."roomId"')
          .modify(visibleTo(viewer, 'timeline', 'rooms'))
      )
      .modify(sinceEntry(viewer))
      .modify((record) => void (recordId && record.where('entry.recordId', recordId)))
    const { total } = await told.clone().clearSelect().count('* as total').first()
    const rows = await told
      .join('journalValues as kept', 'kept.entryId', 'entry.id')
      .select('entry.*', 'kept.values', db.raw(`${actorOf(viewer)} as "actorId"`))
      .orderBy([
        { column: 'entry.at', order: 'desc' },
        { column: 'entry.position', order: 'desc' }
      ])
      .limit(limit)
      .offset($skip)
    return { total, limit, skip: $skip, data: rows.map((row: any) => this.present(row, viewer)) }
  }

  private present(row: any, viewer: Viewer): TimelineEntry {
    const shared = this.app.get('kinds').get(row.service)!.shared
    const staff = isStaff(viewer)
    const fields = row.changed.filter((field: string) => staff || shared.includes(field))
    // Earlier texts of what people said stay with the firm; a room's shared fields are everyone's.
    const withValues = (staff && row.event === 'patched') || isRoomService(row.service)
    return {
      id: row.id,
      at: row.at,
      actorId: row.actorId,
      service: row.service,
      event: row.first ? 'created' : row.event,
      recordId: row.recordId,
      userId: (row.after ?? row.before)?.userId ?? null,
      changed: row.first
        ? []
        : fields.map((field: string) => ({
            field,
            ...(withValues && { from: row.values[field]?.[0] ?? null, to: row.values[field]?.[1] ?? null })
          }))
    }
  }
}

const id = Type.String({ format: 'uuid' })

export const timeline = (app: Application) => {
  app.use('timeline', new TimelineService(app), { methods: ['find'] })
  app.service('timeline').hooks({
    around: { all: [authenticated()] },
    before: { find: [validateQuery({ fields: {}, plain: { roomId: id, recordId: id } })] }
  })
}
