import type { Room } from '#lib/records.ts'

export const numberFields = ['progress', 'estimate', 'cost', 'value', 'probability'] as const
const textFields = ['title', 'description', 'place', 'internalNotes'] as const
const dayFields = ['startAt', 'dueAt'] as const
/** Texts that may be absent; the others are then empty. */
const nullable = ['place', 'internalNotes']

type Form = Record<(typeof numberFields)[number] | (typeof textFields)[number], string> &
  Record<(typeof dayFields)[number], string | null>

/** A room's fields as they are typed. */
export const formOf = (room: Room): Form => ({
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
  probability: shown(room.probability)
})

/** Only what was changed: two people editing different fields do not undo each other. */
export const changesOf = (room: Room, form: Form): Partial<Room> => {
  const before = formOf(room)
  const changed = (Object.keys(form) as (keyof Form)[]).filter((field) => form[field] !== before[field])
  return Object.fromEntries(changed.map((field) => [field, typed(field, form[field])]))
}

/** '84 600,50' as it is typed in Poland, and '84600.50'. */
export const numberOf = (text: string): number => Number(text.replace(/\s/g, '').replace(',', '.'))

const typed = (field: keyof Form, value: string | null) => {
  if (value === null || (dayFields as readonly string[]).includes(field)) return value
  const text = value.trim()
  if ((numberFields as readonly string[]).includes(field))
    return text ? numberOf(text) : field === 'progress' ? 0 : null
  return text || (nullable.includes(field) ? null : '')
}

const shown = (value: number | null | undefined) => (value == null ? '' : String(value).replace('.', ','))
