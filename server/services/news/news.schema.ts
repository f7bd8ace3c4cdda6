import { Type, type Static } from '@feathersjs/typebox'
import type { Row, View } from '../../journal/kinds.ts'
import { isStaff } from '../../policy/viewer.ts'
import { audience } from '../comments/comments.schema.ts'
import { editsFor } from '../edits.ts'
import { only } from '../records.ts'
import { moment } from '../../hooks/validate.ts'

const id = Type.String({ format: 'uuid' })
const closed = { additionalProperties: false }
const title = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })
const body = Type.String({ minLength: 1, maxLength: 20_000, pattern: '\\S' })

export const newsData = Type.Object(
  { title, body, audience: Type.Optional(audience), requestId: Type.Optional(id) },
  closed
)
export const newsPatch = Type.Partial(Type.Object({ title, body, audience }), closed)
export const newsQuery = { fields: { id, publishedAt: moment } }

export type NewsData = Static<typeof newsData>
export type NewsPatch = Static<typeof newsPatch>

export interface News {
  id: string
  title: string
  body: string
  authorId: string
  publishedAt: string
  editedAt: string | null
  /** Staff only: zones (`client`, `partner`) and parties; empty is staff only. */
  audience?: string[]
  can: { edit: boolean; remove: boolean }
}

export const presentNews = (row: Row, view: View) => ({
  ...only(row, ['id', 'title', 'body', 'authorId', 'publishedAt']),
  editedAt: editsFor(row, view).editedAt,
  ...(isStaff(view) && { audience: row.audience }),
  can: { edit: isStaff(view), remove: isStaff(view) }
})
