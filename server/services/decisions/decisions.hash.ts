/** What a question shows, as one text that is the same for everyone and at all times, and its hash. */
import { createHash } from 'node:crypto'

/** Fields that make up what is shown: they are set when the question is asked, and none of them ever changes. */
export const shownFields = [
  'id',
  'roomId',
  'authorId',
  'question',
  'kind',
  'options',
  'party',
  'askedIds',
  'rule',
  'dueAt',
  'about',
  'supersedesId',
  'createdAt'
] as const

export const hashOf = (content: unknown) => createHash('sha256').update(canonical(content)).digest('hex')

export const shownHash = (row: Record<string, unknown>) =>
  hashOf(Object.fromEntries(shownFields.map((field) => [field, row[field] ?? null])))

/** JSON with the names of every object in one order, for two databases may keep them in two. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner
  )
