import type { Party } from '#lib/audience/audience.ts'

/** What the outbox keeps of a comment. */
export interface Unsent {
  body: string
  parentId?: string
  audience?: Party[]
  mentions?: string[]
  uploads?: { id: string; name: string }[]
}
