import { Type, type Static, type TSchema } from '@feathersjs/typebox'
import type { Row, View } from '../../journal/kinds.ts'
import { shownName } from '../../policy/naming.ts'
import { isStaff } from '../../policy/viewer.ts'
import { only } from '../records.ts'
import { moment } from '../../hooks/validate.ts'

const id = Type.String({ format: 'uuid' })
const closed = { additionalProperties: false }
const nullable = (schema: TSchema) => Type.Union([Type.Null(), schema])
const oneOf = <T extends string>(...values: T[]) => Type.Unsafe<T>({ type: 'string', enum: values })

export const email = Type.String({ format: 'email', maxLength: 200 })
export const personName = Type.String({ format: 'name', minLength: 1, maxLength: 120, pattern: '\\S' })
export const password = Type.String({ minLength: 8, maxLength: 200 })
export const locale = oneOf('pl', 'en')

const own = {
  name: personName,
  title: nullable(Type.String({ format: 'name', maxLength: 120 })),
  phone: nullable(Type.String({ maxLength: 40 })),
  password,
  currentPassword: Type.String({ maxLength: 200 })
}
const governed = {
  email,
  zone: oneOf('staff', 'client', 'partner'),
  role: nullable(oneOf('admin', 'member')),
  organizationId: nullable(id),
  active: Type.Boolean(),
  locale
}

export const userData = Type.Object(
  {
    ...Type.Partial(
      Type.Object({
        title: own.title,
        phone: own.phone,
        role: governed.role,
        organizationId: governed.organizationId,
        locale
      })
    ).properties,
    name: personName,
    email,
    password,
    zone: governed.zone,
    requestId: Type.Optional(id)
  },
  closed
)
export const userPatch = Type.Partial(Type.Object({ ...own, ...governed }), closed)
export const ownPatch = Type.Partial(Type.Object(own), closed)

const known = { id, name: Type.String({ maxLength: 200 }), zone: governed.zone }
export const userQuery = { fields: known, plain: { search: Type.String({ maxLength: 200 }) } }
export const userQueryOfStaff = {
  fields: {
    ...known,
    email: Type.String({ maxLength: 200 }),
    role: governed.role,
    organizationId: nullable(id),
    createdAt: moment
  },
  plain: { ...userQuery.plain, active: Type.Boolean() }
}

export type UserData = Static<typeof userData>
export type UserPatch = Static<typeof userPatch>

/** What decides how a person looks to the outside, and so what a change must be told of. */
export const sharedUserFields = [
  'name',
  'title',
  'zone',
  'organizationId',
  'organizationName',
  'active'
] as const
export const userFields = [...sharedUserFields, 'namesake', 'email', 'phone', 'role', 'locale'] as const

export interface User {
  id: string
  name: string
  /** With the firm beside it, where it could be taken for somebody else's. */
  shownName?: string
  title: string | null
  zone: 'staff' | 'client' | 'partner'
  organizationId: string | null
  organizationName: string | null
  active: boolean
  email?: string
  phone?: string | null
  role?: 'admin' | 'member' | null
  locale?: 'pl' | 'en'
  createdAt?: string
  updatedAt?: string
}

export function presentUser(row: Row, view: View) {
  const shared = { ...only(row, ['id', ...sharedUserFields]), shownName: shownName(row as never, view) }
  if (!isStaff(view) && !view.mine) return shared
  return { ...shared, ...only(row, ['email', 'phone', 'role', 'locale', 'createdAt', 'updatedAt']) }
}

/** A person as their own session knows them. */
export interface SessionUser {
  id: string
  name: string
  email: string
  zone: 'staff' | 'client' | 'partner'
  role: 'admin' | 'member' | null
  organizationId: string | null
  locale: 'pl' | 'en'
}

export const sessionUser = (row: Row) =>
  only(row, ['id', 'name', 'email', 'zone', 'role', 'organizationId', 'locale']) as unknown as SessionUser
