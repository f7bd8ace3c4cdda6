import { Type, type Static } from '@feathersjs/typebox'
import type { Row, View } from '../../journal/kinds.ts'
import { isStaff } from '../../policy/viewer.ts'
import { audience, commentQuery } from '../comments/comments.schema.ts'
import { editsFor } from '../edits.ts'
import { only } from '../records.ts'

const id = Type.String({ format: 'uuid' })
const closed = { additionalProperties: false }
const url = Type.String({ minLength: 1, maxLength: 2000 })
const title = Type.String({ maxLength: 300 })
const data = { roomId: id, url, title: Type.Optional(title), requestId: Type.Optional(id) }
const patch = { url: Type.Optional(url), title: Type.Optional(title) }
const chosen = { audience: Type.Optional(audience) }

export const linkData = {
  staff: Type.Object({ ...data, ...chosen }, closed),
  external: Type.Object(data, closed)
}
export const linkPatch = {
  staff: Type.Object({ ...patch, ...chosen }, closed),
  external: Type.Object(patch, closed)
}
export const linkQuery = commentQuery

export type LinkData = Static<typeof linkData.staff>
export type LinkPatch = Static<typeof linkPatch.staff>

export interface Link {
  id: string
  roomId: string
  authorId: string
  url: string
  title: string
  createdAt: string
  editedAt: string | null
  /** Staff only: the parties that may see it; empty is internal. */
  audience?: string[]
  requestId?: string | null
  can: { edit: boolean; remove: boolean; audience: boolean }
}

export const presentLink = (row: Row, view: View) => ({
  ...only(row, ['id', 'roomId', 'authorId', 'url', 'title', 'createdAt']),
  editedAt: editsFor(row, view).editedAt,
  ...(isStaff(view) && { audience: row.audience }),
  ...(view.mine && row.requestId && { requestId: row.requestId }),
  can: { edit: view.mine, remove: view.mine || view.role === 'admin', audience: isStaff(view) }
})
