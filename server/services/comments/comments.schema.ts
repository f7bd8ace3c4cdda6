import { moment } from '../../hooks/validate.ts'
import { Type, type Static } from '@feathersjs/typebox'
import type { Row, View } from '../../journal/kinds.ts'
import { sideSeesRecord } from '../../policy/rules.ts'
import { isStaff } from '../../policy/viewer.ts'
import { editsFor } from '../edits.ts'
import { only } from '../records.ts'
import { mentionsFor } from './comments.mentions.ts'

const id = Type.String({ format: 'uuid' })
const closed = { additionalProperties: false }
const body = Type.String({ minLength: 1, maxLength: 20_000, pattern: '\\S' })
const mentions = Type.Optional(Type.Array(id, { maxItems: 50 }))
export const audience = Type.Array(Type.String({ maxLength: 60 }), { maxItems: 100 })

const data = {
  roomId: id,
  body,
  parentId: Type.Optional(Type.Union([Type.Null(), id])),
  mentions,
  /** Whole uploads that come with it. */
  uploads: Type.Optional(
    Type.Array(Type.Object({ id, name: Type.String({ minLength: 1, maxLength: 255 }) }, closed), {
      maxItems: 20
    })
  ),
  requestId: Type.Optional(id)
}
const patch = { body: Type.Optional(body), mentions }

export const commentData = {
  staff: Type.Object({ ...data, audience: Type.Optional(audience) }, closed),
  external: Type.Object(data, closed)
}
export const commentPatch = {
  staff: Type.Object({ ...patch, audience: Type.Optional(audience) }, closed),
  external: Type.Object(patch, closed)
}
const nullableId = Type.Union([Type.Null(), id])
export const commentQuery = { fields: { id, roomId: id, authorId: id, createdAt: moment } }
export const commentQueryOfStaff = { fields: { ...commentQuery.fields, parentId: nullableId } }

export type CommentData = Static<typeof commentData.staff>
export type CommentPatch = Static<typeof commentPatch.staff>

export interface Comment {
  id: string
  roomId: string
  parentId: string | null
  authorId: string
  body: string
  mentions: string[]
  createdAt: string
  editedAt: string | null
  /** Staff only: the parties that may see it; empty is internal. */
  audience?: string[]
  /** The author only: the id under which the browser sent it. */
  requestId?: string | null
  can: { edit: boolean; remove: boolean; reply: boolean; audience: boolean }
}

export function presentComment(row: Row, view: View) {
  return {
    ...only(row, ['id', 'roomId', 'authorId', 'body', 'createdAt']),
    editedAt: editsFor(row, view).editedAt,
    mentions: mentionsFor(row, view),
    parentId: shownParent(row, view),
    ...(isStaff(view) && { audience: row.audience }),
    ...(view.mine && row.requestId && { requestId: row.requestId }),
    can: {
      edit: view.mine,
      remove: view.mine || view.role === 'admin',
      reply: true,
      audience: isStaff(view)
    }
  }
}

/** What it hangs on, as far as it is seen: the thread's first comment, or else the reply that was answered. */
function shownParent(row: Row, view: View): string | null {
  const seen = (audience: string[] | null, withdrawnAt: string | null) =>
    audience !== null && sideSeesRecord(view, { withdrawn: withdrawnAt !== null, audience })
  if (seen(row.parentAudience, row.parentWithdrawnAt)) return row.parentId
  return seen(row.repliedToAudience, row.repliedToWithdrawnAt) ? row.repliedToId : null
}
