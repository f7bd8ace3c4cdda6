import { NotFound } from '@feathersjs/errors'
import { Type } from '@feathersjs/typebox'
import type { Application, Params } from '../../declarations.ts'
import { authenticated } from '../../hooks/authenticated.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate, validateQuery } from '../../hooks/validate.ts'
import { actorOf, saidList } from '../../journal/tellings.ts'
import { fault } from '../../language/index.ts'
import { visibleTo } from '../../policy/rules.ts'
import type { Page } from '../records.ts'
import { inMyRooms, isRead } from '../reads/reads.unread.ts'

/** Something that others did and that concerns the viewer, by reference. */
export interface Notification {
  id: string
  kind:
    | 'comment'
    | 'mention'
    | 'reply'
    | 'link'
    | 'decision'
    | 'answer'
    | 'reminder'
    | 'participant'
    | 'room'
    | 'export'
    | 'news'
  roomId: string | null
  service: string
  recordId: string
  actorId: string | null
  createdAt: string
  changed: string[]
  read: boolean
}

const MEMORY_DAYS = 60
/** Changes of a room that people want to hear of. */
const notable = ['status', 'priority', 'startAt', 'dueAt', 'archivedAt', 'title', 'place']

class NotificationService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  async find(params: Params): Promise<Page<Notification> & { unread: number }> {
    const { $limit = 30, $skip = 0 } = params.query
    const limit = Math.min($limit, 200)
    // Asked once and counted on the way: to find what happened is most of the work.
    const told = this.db(params).withMaterialized('told', this.all(params))
    const counts = this.db(params)
      .from('told')
      .select(this.db(params).raw('count(*) as total, count(*) filter (where not read) as unread'))
    const page = this.db(params)
      .from('told')
      .orderBy([{ column: 'createdAt', order: 'desc' }, { column: 'id' }])
      .limit(limit)
      .offset($skip)
    const rows = await told
      .from(counts.as('counts'))
      .leftJoin(page.as('page'), this.db(params).raw('true'))
      .select('counts.total', 'counts.unread', 'page.*')
      .orderBy([{ column: 'createdAt', order: 'desc' }, { column: 'id' }])
    const { total, unread } = rows[0]
    const data = rows.flatMap(({ total, unread, ...notification }: any) =>
      notification.id ? [notification] : []
    )
    return { total, unread, limit, skip: $skip, data }
  }

  /** Marks one as read. */
  async patch(id: string, _data: { read: true }, params: Params) {
    const found = await this.db(params).from(this.all(params).as('told')).where({ id }).first('*')
    if (!found) throw fault(NotFound, 'notFound')
    await params.trx!('notificationReads')
      .insert({ userId: params.viewer.id, entryId: id, readAt: this.app.get('clock').now() })
      .onConflict()
      .ignore()
    return { ...found, read: true }
  }

  private db(params: Params) {
    return params.trx ?? this.app.get('db')
  }

  private all(params: Params) {
    const db = this.db(params)
    return db.unionAll([this.fromRooms(params), this.fromNews(params), this.fromExports(params)])
  }

  private fromRooms(params: Params) {
    const { viewer } = params
    const db = this.db(params)
    const told = inMyRooms(db, this.app.get('kinds'), viewer)
      .leftJoin('notificationReads as seen', (join) =>
        join.on('seen.entryId', 'entry.id').andOnVal('seen.userId', viewer.id)
      )
      .leftJoin('comments as said', 'said.id', 'entry.recordId')
      .leftJoin('comments as parent', 'parent.id', 'said.parentId')
      .leftJoin('comments as repliedTo', 'repliedTo.id', 'said.repliedToId')
      .leftJoin('decisions as asked', 'asked.id', 'entry.recordId')
      .select(
        'entry.*',
        'said.mentions',
        'said.withdrawnAt',
        'asked.askedIds',
        'parent.authorId as answered',
        'repliedTo.authorId as repliedTo'
      )
      .select(db.raw(`${actorOf(viewer)} as "byId", ${isRead} or seen."readAt" is not null as read`))
      .whereRaw(`entry.at > ?::timestamptz - interval '${MEMORY_DAYS} days'`, [this.app.get('clock').now()])
    return db
      .from(told.as('entry'))
      .select('id')
      .select(
        db.raw(
          `case when service = 'links' then 'link' when service = 'files' then 'file'
             when service = 'decisions' then case when first then 'decision' when 'answers' = any (changed) then 'answer' else 'reminder' end
             when service = 'participants' then 'participant'
             when service <> 'comments' then 'room' when ? = any (mentions) then 'mention'
             when ? in (answered, "repliedTo") then 'reply' else 'comment' end as kind`,
          [viewer.id, viewer.id]
        )
      )
      .select('roomId', 'service', 'recordId', 'byId as actorId', 'at as createdAt')
      .select(
        db.raw(
          "case when first then '{}'::text[] else array(select unnest(changed) intersect select unnest(?::text[]) order by 1) end as changed",
          [notable]
        )
      )
      .select('read')
      .whereRaw('"byId" is distinct from ?', [viewer.id])
      .whereRaw(
        `((service in (${saidList}) and first and after is not null and "withdrawnAt" is null)
          or (service = 'decisions' and 'answers' = any (changed))
          or (service = 'decisions' and 'remindedAt' = any (changed) and ? = any ("askedIds"))
          or (service = 'participants' and event = 'created' and after->>'userId' = ?)
          or (service in ('tasks', 'sales-activities') and event = 'patched' and changed && ?))`,
        [viewer.id, viewer.id, notable]
      )
  }

  /** A document that was asked for is ready. */
  private fromExports(params: Params) {
    const { viewer } = params
    const db = this.db(params)
    return db('exports')
      .leftJoin('notificationReads as seen', (join) =>
        join.on('seen.entryId', 'exports.id').andOnVal('seen.userId', viewer.id)
      )
      .leftJoin('reads as all', (join) => join.onNull('all.roomId').andOnVal('all.userId', viewer.id))
      .join('rooms', 'rooms.id', 'exports.roomId')
      .select('exports.id', db.raw(`'export' as kind`), 'exports.roomId', db.raw(`'exports' as service`))
      .select('exports.id as recordId', 'exports.userId as actorId', 'exports.readyAt as createdAt')
      .select(db.raw(`'{}'::text[] as changed`))
      .select(
        db.raw(`seen."readAt" is not null or coalesce("all"."readAt" >= exports."readyAt", false) as read`)
      )
      .where('exports.state', 'ready')
      .whereRaw(`exports."readyAt" > ?::timestamptz - interval '${MEMORY_DAYS} days'`, [
        this.app.get('clock').now()
      ])
      .modify(visibleTo(viewer, 'exports', 'exports'))
      .modify(visibleTo(viewer, 'tasks', 'rooms'))
  }

  private fromNews(params: Params) {
    const { viewer } = params
    const db = this.db(params)
    return db('news')
      .leftJoin('notificationReads as seen', (join) =>
        join.on('seen.entryId', 'news.id').andOnVal('seen.userId', viewer.id)
      )
      .leftJoin('reads as all', (join) => join.onNull('all.roomId').andOnVal('all.userId', viewer.id))
      .join('users as me', (join) => join.onVal('me.id', viewer.id))
      .select(
        'news.id',
        db.raw(`'news' as kind, null::uuid as "roomId", 'news' as service`),
        'news.id as recordId',
        'news.authorId as actorId'
      )
      .select('news.publishedAt as createdAt', db.raw(`'{}'::text[] as changed`))
      .select(
        db.raw(`seen."readAt" is not null or coalesce("all"."readAt" >= news."publishedAt", false) as read`)
      )
      .whereNot('news.authorId', viewer.id)
      .whereRaw('news."publishedAt" >= me."createdAt"')
      .whereRaw(`news."publishedAt" > ?::timestamptz - interval '${MEMORY_DAYS} days'`, [
        this.app.get('clock').now()
      ])
      .modify(visibleTo(viewer, 'news', 'news'))
  }
}

const readPatch = Type.Object({ read: Type.Literal(true) }, { additionalProperties: false })

export const notifications = (app: Application) => {
  app.use('notifications', new NotificationService(app), { methods: ['find', 'patch'] })
  app.service('notifications').hooks({
    around: { all: [authenticated()], patch: [inTransaction()] },
    before: { find: [validateQuery({ fields: {} })], patch: [validate(readPatch)] }
  })
}
