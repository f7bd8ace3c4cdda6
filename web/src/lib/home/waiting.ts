import type { Comment, Party } from '#lib/records.ts'

export interface Waiting {
  roomId: string
  /** The newest thing the client said. */
  comment: Comment
  /** When the first unanswered thing was said. */
  since: string
}

/**
 * Clients who said something that nobody of the firm has answered where they can read it, the longest waiting first.
 * `partyOf` gives the client party of an author, null for anybody else.
 */
export const clientsWaiting = (
  comments: readonly Comment[],
  partyOf: (authorId: string) => Party | null,
  isStaff: (authorId: string) => boolean
): Waiting[] => {
  const waiting = new Map<string, Waiting>()
  const inOrder = comments.toSorted((one, other) => (one.createdAt < other.createdAt ? -1 : 1))
  for (const comment of inOrder) {
    const { roomId, authorId, createdAt, audience = [] } = comment
    const party = partyOf(authorId)
    const key = `${roomId} ${party}`
    if (party) waiting.set(key, { roomId, comment, since: waiting.get(key)?.since ?? createdAt })
    else if (isStaff(authorId)) for (const answered of audience) waiting.delete(`${roomId} ${answered}`)
  }
  return [...waiting.values()].sort((one, other) => (one.since < other.since ? -1 : 1))
}
