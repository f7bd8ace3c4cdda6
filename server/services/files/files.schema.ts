import { Type, type Static } from '@feathersjs/typebox'
import { isDrawable } from '../../files/pictures.ts'
import type { Row, View } from '../../journal/kinds.ts'
import { isStaff } from '../../policy/viewer.ts'
import { audience, commentQuery } from '../comments/comments.schema.ts'
import { editsFor } from '../edits.ts'
import { only } from '../records.ts'

const id = Type.String({ format: 'uuid' })
const closed = { additionalProperties: false }
const name = Type.String({ minLength: 1, maxLength: 255, pattern: '\\S' })
const data = { roomId: id, uploadId: id, name, requestId: Type.Optional(id) }
/** With an upload, a new version of the same file. */
const patch = { name: Type.Optional(name), uploadId: Type.Optional(id) }
const chosen = { audience: Type.Optional(audience) }

export const fileData = {
  staff: Type.Object({ ...data, ...chosen }, closed),
  external: Type.Object(data, closed)
}
export const filePatch = {
  staff: Type.Object({ ...patch, ...chosen }, closed),
  external: Type.Object(patch, closed)
}
export const fileQuery = {
  fields: { ...commentQuery.fields, commentId: Type.Union([Type.Null(), id]) }
}

export type FileData = Static<typeof fileData.staff>
export type FilePatch = Static<typeof filePatch.staff>

export interface FileRecord {
  id: string
  roomId: string
  /** The comment it came with. */
  commentId: string | null
  authorId: string
  name: string
  /** A media type, found in its bytes. */
  type: string
  /** Bytes. */
  size: number
  /** SHA-256, hexadecimal. */
  hash: string
  /** The firm's own count; to others, of the versions that replaced one another before their eyes. */
  version: number
  createdAt: string
  editedAt: string | null
  /** Whether it can be drawn: an image, or a document with a first page. */
  picture: boolean
  /** Staff only: the parties that may see it; empty is internal. */
  audience?: string[]
  requestId?: string | null
  can: { edit: boolean; remove: boolean; audience: boolean }
}

const shown = ['id', 'roomId', 'commentId', 'authorId', 'name', 'type', 'size', 'hash'] as const

export const presentFile = (row: Row, view: View) => ({
  ...only(row, [...shown, 'createdAt']),
  ...editsFor(row, view),
  picture: isDrawable(row.type),
  ...(isStaff(view) && { audience: row.audience }),
  ...(view.mine && row.requestId && { requestId: row.requestId }),
  can: { edit: view.mine, remove: view.mine || view.role === 'admin', audience: isStaff(view) }
})
