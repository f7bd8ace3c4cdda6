import { NotFound } from '@feathersjs/errors'
import { Type, type Static } from '@feathersjs/typebox'
import type { Application, Params } from '../../declarations.ts'
import { authenticated } from '../../hooks/authenticated.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate, validateQuery } from '../../hooks/validate.ts'
import { fault } from '../../language/index.ts'
import { visibleTo } from '../../policy/rules.ts'
import { only, Records } from '../records.ts'
import { mine } from './reads.unread.ts'

const readData = Type.Object(
  { roomId: Type.Optional(Type.String({ format: 'uuid' })), all: Type.Optional(Type.Literal(true)) },
  { additionalProperties: false, minProperties: 1, maxProperties: 1 }
)

/** How far someone has read in a room they take part in. */
export interface Read {
  id: string
  roomId: string
  kind: 'task' | 'sales-activity'
  title: string
  readAt: string | null
  unread: number
  /** When something last happened there that this person sees. */
  lastAt: string | null
}

class ReadService extends Records {
  constructor(app: Application) {
    super(app, {
      service: 'reads',
      table: 'reads',
      owner: 'userId',
      sort: {},
      kind: {
        scope: 'own',
        shared: ['readAt'],
        load: (trx, ids) => trx('reads').whereIn('id', ids),
        present: (row) => only(row, ['id', 'roomId', 'readAt'])
      }
    })
  }

  override async find(params: Params) {
    const { $limit = 50, $skip = 0 } = params.query
    const limit = Math.min($limit, 200)
    const db = this.db(params)
    const happened = mine(db, this.app.get('kinds'), params.viewer)
    const rooms = db('rooms')
      .join('participants as seat', (join) =>
        join.on('seat.roomId', 'rooms.id').andOnVal('seat.userId', params.viewer.id)
      )
      .leftJoin(happened.as('happened'), 'happened.roomId', 'rooms.id')
      .leftJoin('reads', (join) =>
        join.on('reads.roomId', 'rooms.id').andOnVal('reads.userId', params.viewer.id)
      )
      .whereNull('rooms.archivedAt')
      .modify(visibleTo(params.viewer, 'tasks', 'rooms'))
    const { total } = (await rooms.clone().count('* as total').first()) as { total: number }
    const data = await rooms
      .select(
        'rooms.id',
        'rooms.id as roomId',
        'rooms.kind',
        'rooms.title',
        'reads.readAt',
        'happened.lastAt'
      )
      .select(db.raw('coalesce(happened.unread, 0)::int as unread'))
      .orderByRaw('happened."lastAt" desc nulls last, rooms.id')
      .limit(limit)
      .offset($skip)
    return { total, limit, skip: $skip, data }
  }

  async create({ roomId = undefined }: Static<typeof readData>, params: Params) {
    const { viewer } = params
    const trx = params.trx!
    if (
      roomId &&
      !(await trx('rooms')
        .where('rooms.id', roomId)
        .modify(visibleTo(viewer, 'tasks', 'rooms'))
        .first('id'))
    )
      throw fault(NotFound, 'notFound')
    const clock = this.app.get('clock')
    const readAt = clock.now()
    const [made] = await trx('reads')
      .insert({ id: clock.id(), userId: viewer.id, roomId: roomId ?? null, readAt })
      .onConflict(['userId', 'roomId'])
      .merge({ readAt: trx.raw('greatest(reads."readAt", excluded."readAt")') })
      .returning('*')
    await this.entry(
      params,
      { recordId: made.id, event: 'created', authorId: viewer.id, before: null, after: {} },
      { before: {}, after: made, fields: ['readAt'] }
    )
    return this.presentTo(viewer, made)
  }
}

export const reads = (app: Application) => {
  app.use('reads', new ReadService(app), { methods: ['find', 'create'] })
  app.service('reads').hooks({
    around: { all: [authenticated()], create: [inTransaction()] },
    before: { find: [validateQuery({ fields: {} })], create: [validate(readData)] }
  })
}
