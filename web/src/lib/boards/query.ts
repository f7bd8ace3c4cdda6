import type { Room, RoomKind } from '#lib/records.ts'
import { folded } from '#lib/ui/folded.ts'
import { dueQuery, type Now } from './due.ts'
import type { Audience, Filters, Sort } from './filters.ts'

export type Query = Record<string, unknown>
export type Field = 'status' | 'stage'

/** Rooms lie in lanes by what their people follow: a stage for those who sell, the shared status for all others. */
export const fieldOf = ({ kind, staff }: Audience): Field =>
  kind === 'sales-activity' && staff ? 'stage' : 'status'

export const laneNames: Record<Field, readonly string[]> = {
  status: ['todo', 'doing', 'waiting', 'done'],
  stage: ['lead', 'qualified', 'offer', 'negotiation', 'won', 'lost']
}
/** Where work has ended: nothing there can be late. */
export const ended: Record<Field, readonly string[]> = { status: ['done'], stage: ['won', 'lost'] }

export const isEnded = (room: Room): boolean =>
  room.status === 'done' || ended.stage.includes(room.stage ?? '')

/** The lanes that the filters leave. */
export const lanesOf = (filters: Filters, audience: Audience): string[] => {
  const field = fieldOf(audience)
  const wanted: readonly string[] = filters[field]
  return laneNames[field].filter(
    (lane) =>
      (wanted.length === 0 || wanted.includes(lane)) &&
      !(filters.due === 'late' && ended[field].includes(lane))
  )
}

export const isSales = (kind: RoomKind) => kind === 'sales-activity'

/** What the filters ask of the server, without order and lane. */
export const queryOf = (filters: Filters, audience: Audience, me: string, now: Now): Query => {
  const { search, priority, organization, whose, due, archived } = filters
  return {
    archivedAt: archived ? { $ne: null } : null,
    ...(search && { search }),
    ...(priority.length > 0 && { priority: { $in: priority } }),
    ...(organization && { organizationId: organization === 'none' ? null : organization }),
    ...(whose !== 'all' && { participantId: whose === 'mine' ? me : whose }),
    ...(due && { dueAt: dueQuery(due, now) }),
    ...within('status', filters, audience),
    ...(fieldOf(audience) === 'stage' && within('stage', filters, audience))
  }
}

/** The words of one field that are wanted, less those that cannot be late when the late are asked for. */
const within = (field: Field, filters: Filters, audience: Audience): Query => {
  const left = lanesOf(filters, { ...audience, kind: field === 'stage' ? 'sales-activity' : 'task' })
  return left.length === laneNames[field].length ? {} : { [field]: { $in: left } }
}

const sortFields: Record<Sort, string> = {
  due: 'dueAt',
  priority: 'priority',
  title: 'title',
  created: 'createdAt',
  progress: 'progress',
  value: 'value'
}

/** `{dueAt: 1, createdAt: -1}`: within equals the newest first. */
export const sortOf = ({ sort, down }: Pick<Filters, 'sort' | 'down'>): Record<string, 1 | -1> => ({
  [sortFields[sort]]: down ? -1 : 1,
  ...(sort !== 'due' && { dueAt: 1 as const }),
  ...(sort !== 'created' && { createdAt: -1 as const })
})

/** Those that begin with the greatest when first asked for. */
export const beginsDown = (sort: Sort): boolean => !['due', 'title'].includes(sort)

const ranked: Record<string, readonly string[]> = { priority: ['low', 'normal', 'high'], ...laneNames }

/** The same order on this side: words of a rank by their rank, names as one reads them, what has no value last. */
export const roomOrder = (sort: Record<string, number>) => (one: Room, other: Room) => {
  for (const [field, direction] of Object.entries(sort)) {
    const [mine, theirs] = [one, other].map((room) => keyOf(field, room[field as keyof Room]))
    if (mine === theirs) continue
    if (mine == null) return 1
    if (theirs == null) return -1
    return (mine < theirs ? -1 : 1) * direction
  }
  return one.id < other.id ? -1 : 1
}

const keyOf = (field: string, value: unknown): string | number | null => {
  if (value == null) return null
  if (field === 'title') return folded(value as string)
  return ranked[field] ? ranked[field].indexOf(value as string) : (value as string | number)
}
