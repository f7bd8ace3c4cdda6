import { randomInt } from 'node:crypto'
import { BadRequest } from '@feathersjs/errors'
import type { Knex } from 'knex'
import type { Application, Params } from '../../declarations.ts'
import { adminOnly, authenticated, staffOnly } from '../../hooks/authenticated.ts'
import { once } from '../../hooks/once.ts'
import { seenFirst } from '../../hooks/seen.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate, validateQuery } from '../../hooks/validate.ts'
import type { Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import { isAdmin } from '../../policy/viewer.ts'
import { Records } from '../records.ts'
import {
  externalQuery, internalFields, presentRoom, priorities, roomData, roomPatch, sharedFields, staffQuery, stages, statuses,
  type RoomData, type RoomKind, type RoomPatch
} from './rooms.schema.ts' // prettier-ignore

const fields = [...sharedFields, ...internalFields]

class RoomService extends Records {
  kind: RoomKind

  constructor(app: Application, service: string, kind: RoomKind) {
    super(app, {
      service,
      table: 'rooms',
      sort: { dueAt: 1, createdAt: -1 },
      ranks: { status: statuses, priority: priorities, stage: stages },
      names: ['title'],
      kind: {
        scope: 'room',
        shared: sharedFields,
        load: (trx, ids) => trx('rooms').whereIn('id', ids).whereNull('deletedAt').where({ kind }),
        present: presentRoom
      }
    })
    this.kind = kind
  }

  override visible(params: Params) {
    return super.visible(params).where('rooms.kind', this.kind)
  }

  override filter(
    query: Knex.QueryBuilder,
    { participantId, search, ...wanted }: Record<string, any>,
    params: Params
  ) {
    super.filter(query, wanted, params)
    if (participantId)
      query.whereExists((exists) =>
        exists
          .select(1)
          .from('participants')
          .whereRaw('"roomId" = rooms.id')
          .where('userId', this.self(participantId, params))
      )
    for (const word of search?.split(/\s+/).filter(Boolean) ?? [])
      query.whereRaw(`unaccent(rooms.ref || ' ' || title || ' ' || description) ilike unaccent(?)`, [
        `%${escaped(word)}%`
      ])
  }

  /** Externals ask for their own rooms only: anyone else's would tell who takes part where. */
  private self(participantId: string, { viewer }: Params) {
    if (viewer.zone !== 'staff' && participantId !== viewer.id)
      throw fault(BadRequest, 'unknownField', { field: 'participantId' })
    return participantId
  }

  async create(
    { participants = [], requestId: _, ...data }: RoomData & { participants?: object[]; requestId?: string },
    params: Params
  ) {
    const now = this.now()
    const row = {
      description: '',
      status: 'todo',
      priority: 'normal',
      ...(this.kind === 'sales-activity' && { stage: 'lead' }),
      ...normal(data),
      id: params.recordId,
      kind: this.kind,
      ref: await this.newRef(params),
      createdAt: now,
      updatedAt: now,
      internalUpdatedAt: now,
      createdById: params.viewer.id
    }
    const [made] = await this.db(params)('rooms').insert(row).returning('*')
    await this.entry(
      params,
      { recordId: made.id, roomId: made.id, event: 'created', before: null, after: sightOf(made) },
      { before: {}, after: made, fields }
    )
    for (const seat of participants)
      await this.app.service('participants').create({ ...seat, roomId: made.id }, this.asKeeper(params))
    await this.keepInside(made, params)
    return this.presentTo(params.viewer, made)
  }

  async patch(id: string, data: RoomPatch, params: Params) {
    if (data.private) await this.holdSelf(params)
    const before = await this.lock(id, params)
    const after: Row = { ...before, ...normal(data) }
    const has = (names: readonly string[]) =>
      names.some((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    if (!has(fields)) return this.presentTo(params.viewer, before)
    const now = this.now()
    const stamps = {
      ...(has(sharedFields) && { updatedAt: now }),
      ...(has(internalFields) && { internalUpdatedAt: now })
    }
    const [made] = await this.db(params)('rooms')
      .where({ id })
      .update({ ...normal(data), ...stamps })
      .returning('*')
    await this.entry(
      params,
      { recordId: id, roomId: id, event: 'patched', before: sightOf(before), after: sightOf(made) },
      { before, after: made, fields }
    )
    await this.keepInside(made, params)
    return this.presentTo(params.viewer, made)
  }

  /** Whoever makes a room private stays in it: otherwise they would shut themselves out. */
  private async keepInside(room: Row, params: Params) {
    const { viewer } = params
    if (!room.private || isAdmin(viewer)) return
    const seat = { roomId: room.id, userId: viewer.id }
    if (await this.db(params)('participants').where(seat).first('id')) return
    await this.app.service('participants').create({ ...seat, role: 'notified' }, this.asKeeper(params))
  }

  /** People before rooms: whoever makes a room private may have to be seated in it. */
  private async holdSelf(params: Params) {
    await this.db(params)('users').where({ id: params.viewer.id }).forShare().first('id')
  }

  /** A private room that is being furnished is not seen by its maker until they sit in it. */
  private asKeeper(params: Params) {
    return { viewer: { ...params.viewer, role: 'admin' as const }, trx: params.trx, query: {} }
  }

  /** What was said in the room is kept for proof; nobody sees it any more. */
  async remove(id: string, params: Params) {
    const before = await this.lock(id, params)
    await this.db(params)('rooms').where({ id }).update({ deletedAt: this.now() })
    await this.entry(params, {
      recordId: id,
      roomId: id,
      event: 'removed',
      before: sightOf(before),
      after: null
    })
    return { id }
  }

  /** Random, so that a reference tells nothing of how many rooms there are. */
  private async newRef(params: Params): Promise<string> {
    const setting = await this.db(params)('settings').where({ key: 'firm' }).first()
    const prefix = initials(setting?.value?.name ?? 'Strefa')
    for (;;) {
      const ref = `${prefix}-${Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`
      if (!(await this.db(params)('rooms').where({ ref }).first('id'))) return ref
    }
  }
}

/** Without letters and digits that are read one for another. */
const ALPHABET = 'ACDEFHJKLMNPRTUVWXY34679'

const initials = (name: string) =>
  name
    .split(/\s+/)
    .map((word) =>
      word
        .normalize('NFD')
        .replace(/[^A-Za-z]/g, '')
        .charAt(0)
    )
    .join('')
    .slice(0, 3)
    .toUpperCase() || 'S'

const escaped = (word: string) => word.replace(/[\\%_]/g, '\\$&')

const sightOf = (row: Row) => ({ private: row.private as boolean })

/** Times are kept in one form, so that they sort as text beside whole days. */
function normal<T extends Record<string, any>>(data: T): T {
  const copy: Record<string, any> = { ...data }
  for (const field of ['startAt', 'dueAt', 'archivedAt'])
    if (copy[field]?.length > 10) copy[field] = new Date(copy[field]).toISOString()
  return copy as T
}

const room = (service: string, kind: RoomKind) => (app: Application) => {
  app.use(service, new RoomService(app, service, kind), {
    methods: ['find', 'get', 'create', 'patch', 'remove']
  })
  app.service(service).hooks({
    around: {
      all: [authenticated()],
      create: [inTransaction()],
      patch: [inTransaction()],
      remove: [inTransaction()]
    },
    before: {
      find: [validateQuery(staffQuery(kind), externalQuery)],
      create: [staffOnly(), validate(roomData(kind)), once()],
      patch: [seenFirst(), staffOnly(), validate(roomPatch(kind))],
      remove: [seenFirst(), adminOnly()]
    }
  })
}

export const tasks = room('tasks', 'task')
export const salesActivities = room('sales-activities', 'sales-activity')
