import { Type, type Static, type TSchema } from '@feathersjs/typebox'
import type { View } from '../../journal/kinds.ts'
import type { Row } from '../../journal/kinds.ts'
import { only } from '../records.ts'
import { moment } from '../../hooks/validate.ts'

/** Tasks and sales activities are rooms: one table, one shape, two services. */
export type RoomKind = 'task' | 'sales-activity'

export const statuses = ['todo', 'doing', 'waiting', 'done'] as const
export const priorities = ['low', 'normal', 'high'] as const
export const stages = ['lead', 'qualified', 'offer', 'negotiation', 'won', 'lost'] as const
export const participantRoles = ['performer', 'notified'] as const

/** What participants of every zone see. */
export const sharedFields = [
  'kind', 'ref', 'title', 'description', 'place', 'status', 'priority', 'startAt', 'dueAt', 'progress', 'archivedAt'
] as const // prettier-ignore
const sharedStamps = ['id', 'createdAt', 'updatedAt'] as const

/** What never leaves for externals, under any name. */
export const internalFields = [
  'internalNotes', 'estimate', 'cost', 'organizationId', 'private', 'defaultAudience', 'stage', 'value', 'probability'
] as const // prettier-ignore
const internalStamps = ['createdById', 'internalUpdatedAt'] as const
const salesFields: readonly string[] = ['stage', 'value', 'probability']

const nullable = (schema: TSchema) => Type.Union([Type.Null(), schema])
const oneOf = (values: readonly string[]) => Type.Unsafe<string>({ type: 'string', enum: [...values] })
const day = Type.String({ format: 'date-or-time' })
const money = nullable(Type.Number({ minimum: 0, maximum: 999_999_999_999 }))

const shared = {
  title: Type.String({ format: 'name', minLength: 1, maxLength: 200, pattern: '\\S' }),
  description: Type.String({ maxLength: 20_000 }),
  place: nullable(Type.String({ maxLength: 200 })),
  status: oneOf(statuses),
  priority: oneOf(priorities),
  startAt: nullable(day),
  dueAt: nullable(day),
  progress: Type.Integer({ minimum: 0, maximum: 100 })
}
const internal = {
  internalNotes: nullable(Type.String({ maxLength: 20_000 })),
  estimate: money,
  cost: money,
  organizationId: nullable(Type.String({ format: 'uuid' })),
  private: Type.Boolean(),
  defaultAudience: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20 })
}
const sales = {
  stage: oneOf(stages),
  value: money,
  probability: nullable(Type.Integer({ minimum: 0, maximum: 100 }))
}
const archived = { archivedAt: nullable(Type.String({ format: 'date-time', maxLength: 40 })) }

const closed = { additionalProperties: false }
const fieldsOf = (kind: RoomKind) => ({ ...shared, ...internal, ...(kind === 'task' ? {} : sales) })

const seat = Type.Object({ userId: Type.String({ format: 'uuid' }), role: oneOf(participantRoles) }, closed)

export const roomData = (kind: RoomKind) =>
  Type.Object(
    {
      ...Type.Partial(Type.Object(fieldsOf(kind))).properties,
      title: shared.title,
      participants: Type.Optional(Type.Array(seat, { maxItems: 200 })),
      requestId: Type.Optional(Type.String({ format: 'uuid' }))
    },
    closed
  )

export const roomPatch = (kind: RoomKind) =>
  Type.Partial(Type.Object({ ...fieldsOf(kind), ...archived }), closed)

const sharedQuery = {
  id: Type.String({ format: 'uuid' }),
  ref: Type.String({ maxLength: 40 }),
  title: Type.String({ maxLength: 300 }),
  status: oneOf(statuses),
  priority: oneOf(priorities),
  startAt: nullable(moment),
  dueAt: nullable(moment),
  progress: Type.Integer(),
  archivedAt: nullable(moment),
  createdAt: moment,
  updatedAt: moment
}
const plain = { participantId: Type.String({ format: 'uuid' }), search: Type.String({ maxLength: 200 }) }

export const externalQuery = { fields: sharedQuery, plain }
export const staffQuery = (kind: RoomKind) => ({
  fields: {
    ...sharedQuery,
    organizationId: nullable(Type.String({ format: 'uuid' })),
    private: Type.Boolean(),
    createdById: Type.String({ format: 'uuid' }),
    internalUpdatedAt: moment,
    ...(kind === 'task'
      ? {}
      : { stage: oneOf(stages), value: nullable(Type.Number()), probability: nullable(Type.Integer()) })
  },
  plain
})

export type RoomData = Static<ReturnType<typeof roomData>> & { title: string }
export type RoomPatch = Static<ReturnType<typeof roomPatch>>

export function presentRoom(row: Row, view: View) {
  const room = only(row, [...sharedStamps, ...sharedFields])
  if (view.zone !== 'staff') return { ...room, can: { edit: false, archive: false, remove: false } }
  const inside = [...internalFields, ...internalStamps].filter(
    (field) => row.kind === 'sales-activity' || !salesFields.includes(field)
  )
  return { ...room, ...only(row, inside), can: { edit: true, archive: true, remove: view.role === 'admin' } }
}

/** A room as staff see it; externals see its shared part. */
export interface Room {
  id: string
  kind: RoomKind
  ref: string
  title: string
  description: string
  place: string | null
  status: (typeof statuses)[number]
  priority: (typeof priorities)[number]
  /** `YYYY-MM-DD` for a whole day, or an ISO 8601 time. */
  startAt: string | null
  dueAt: string | null
  progress: number
  archivedAt: string | null
  createdAt: string
  updatedAt: string
  can: { edit: boolean; archive: boolean; remove: boolean }
  internalNotes?: string | null
  estimate?: number | null
  cost?: number | null
  organizationId?: string | null
  private?: boolean
  defaultAudience?: string[]
  createdById?: string
  internalUpdatedAt?: string
  stage?: (typeof stages)[number] | null
  value?: number | null
  probability?: number | null
}
