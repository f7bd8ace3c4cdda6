import type { Party, Priority, Room, RoomKind, Stage, Status } from '#lib/records.ts'

const numberFields = ['progress', 'estimate', 'cost', 'value', 'probability'] as const
const textFields = ['title', 'description', 'place', 'internalNotes'] as const
/** Texts that may be absent; the others are then empty. */
const nullable: readonly string[] = ['place', 'internalNotes']

type NumberField = (typeof numberFields)[number]
type TextField = (typeof textFields)[number]

/** A room's fields as they are typed and chosen. */
export interface RoomForm extends Record<NumberField | TextField, string> {
  startAt: string | null
  dueAt: string | null
  status: Status
  priority: Priority
  stage: Stage | null
  organizationId: string | null
  private: boolean
  defaultAudience: Party[]
}

export const formOf = (room: Partial<Room>): RoomForm => ({
  title: room.title ?? '',
  description: room.description ?? '',
  place: room.place ?? '',
  internalNotes: room.internalNotes ?? '',
  startAt: room.startAt ?? null,
  dueAt: room.dueAt ?? null,
  progress: shown(room.progress),
  estimate: shown(room.estimate),
  cost: shown(room.cost),
  value: shown(room.value),
  probability: shown(room.probability),
  status: room.status ?? 'todo',
  priority: room.priority ?? 'normal',
  stage: room.stage ?? null,
  organizationId: room.organizationId ?? null,
  private: room.private ?? false,
  defaultAudience: [...(room.defaultAudience ?? [])]
})

/** What the server makes of a room of which nothing is said. */
export const emptyRoom = (kind: RoomKind): Partial<Room> => ({
  kind,
  progress: 0,
  ...(kind === 'sales-activity' && { stage: 'lead' })
})

/** Only what was changed: two people editing different fields do not undo each other. */
export const changesOf = (room: Partial<Room>, form: RoomForm): Partial<Room> => {
  const before = formOf(room)
  const changed = (Object.keys(before) as (keyof RoomForm)[]).filter(
    (field) => JSON.stringify(form[field]) !== JSON.stringify(before[field])
  )
  return Object.fromEntries(changed.map((field) => [field, sent(field, form[field])]))
}

/** '84 600,50' as it is typed in Poland, and '84600.50'. */
export const numberOf = (text: string): number => Number(text.replace(/\s/g, '').replace(',', '.'))

/** Number fields in which something else stands. */
export const notNumbers = (form: RoomForm): NumberField[] =>
  numberFields.filter((field) => Number.isNaN(numberOf(form[field])))

const sent = (field: keyof RoomForm, value: RoomForm[keyof RoomForm]) => {
  if (isAmong(numberFields, field)) {
    const text = (value as string).trim()
    return text ? numberOf(text) : field === 'progress' ? 0 : null
  }
  if (!isAmong(textFields, field)) return value
  return (value as string).trim() || (nullable.includes(field) ? null : '')
}

const isAmong = (fields: readonly string[], field: string) => fields.includes(field)

const shown = (value: number | null | undefined) => (value == null ? '' : String(value).replace('.', ','))
