import type { Comment } from '#lib/records.ts'

export interface Thread {
  note: Comment
  replies: Comment[]
  /** It answers something that is not here: withdrawn, out of sight, or not loaded yet. */
  orphan: boolean
}

export type Row =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: 'unread' }
  | { kind: 'thread'; key: string; thread: Thread }

/** Comments as they are read: oldest first, answers under what they answer. */
export const threadsOf = (comments: readonly Comment[]): Thread[] => {
  const oldestFirst = comments.toSorted(byTime)
  const ids = new Set(oldestFirst.map(({ id }) => id))
  const isTop = ({ parentId }: Comment) => parentId === null || !ids.has(parentId)
  return oldestFirst.filter(isTop).map((note) => ({
    note,
    replies: oldestFirst.filter(({ parentId }) => parentId === note.id),
    orphan: note.parentId !== null
  }))
}

const byTime = (one: Comment, other: Comment) =>
  one.createdAt < other.createdAt ? -1 : one.createdAt > other.createdAt ? 1 : one.id < other.id ? -1 : 1

interface Reading {
  /** The day of a moment on the viewer's clock. */
  dayOf: (at: string) => string
  isUnread: (comment: Comment) => boolean
}

/** Threads with a heading before each new day and one line before the first unread. */
export const rowsOf = (threads: readonly Thread[], { dayOf, isUnread }: Reading): Row[] => {
  const rows: Row[] = []
  let day = ''
  let marked = false
  for (const thread of threads) {
    const { id, createdAt } = thread.note
    const unread: boolean = !marked && isUnread(thread.note)
    if (unread) rows.push({ kind: 'unread', key: 'unread' })
    marked ||= unread
    if (dayOf(createdAt) !== day) rows.push({ kind: 'day', key: `day ${dayOf(createdAt)}`, at: createdAt })
    day = dayOf(createdAt)
    rows.push({ kind: 'thread', key: id, thread })
  }
  return rows
}
