import { Type, type Static, type TSchema } from '@feathersjs/typebox'
import type { Row, View } from '../../journal/kinds.ts'
import { isStaff } from '../../policy/viewer.ts'
import { only } from '../records.ts'
import { moment } from '../../hooks/validate.ts'

const id = Type.String({ format: 'uuid' })
const closed = { additionalProperties: false }
const text = (maxLength: number): TSchema => Type.Union([Type.Null(), Type.String({ maxLength })])
const name = Type.String({ format: 'name', minLength: 1, maxLength: 200, pattern: '\\S' })

const details = {
  taxId: text(20),
  address: text(300),
  postalCode: text(20),
  city: text(100),
  email: Type.Union([Type.Null(), Type.String({ format: 'email', maxLength: 200 })]),
  phone: text(40),
  website: text(300),
  notes: text(20_000)
}
const optional = Type.Partial(Type.Object(details)).properties

export const organizationData = Type.Object({ name, ...optional, requestId: Type.Optional(id) }, closed)
export const organizationPatch = Type.Object({ name: Type.Optional(name), ...optional }, closed)
export const organizationQuery = { fields: { id, name: Type.String({ maxLength: 200 }) } }
export const organizationQueryOfStaff = {
  fields: {
    id,
    name: Type.String({ maxLength: 200 }),
    taxId: text(20),
    city: text(100),
    createdAt: moment,
    updatedAt: moment
  },
  plain: { search: Type.String({ maxLength: 200 }) }
}

export type OrganizationData = Static<typeof organizationData> & Record<string, any>
export type OrganizationPatch = Static<typeof organizationPatch> & Record<string, any>

export const sharedOrganizationFields = [
  'name',
  'taxId',
  'address',
  'postalCode',
  'city',
  'email',
  'phone',
  'website'
] as const
export const organizationFields = [...sharedOrganizationFields, 'notes'] as const

export interface Organization {
  id: string
  name: string
  taxId: string | null
  address: string | null
  postalCode: string | null
  city: string | null
  email: string | null
  phone: string | null
  website: string | null
  createdAt?: string
  updatedAt?: string
  /** Staff only. */
  notes?: string | null
}

export const presentOrganization = (row: Row, view: View) => ({
  ...only(row, ['id', ...sharedOrganizationFields]),
  ...(isStaff(view) && only(row, ['notes', 'createdAt', 'updatedAt']))
})

const WEIGHTS = [6, 5, 7, 2, 3, 4, 5, 6, 7]

/** A Polish NIP: ten digits, the last of which checks the others. Dashes and spaces do not matter. */
export function isNip(text: string) {
  const digits = text.replace(/[\s-]/g, '')
  if (!/^\d{10}$/.test(digits)) return false
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
  return sum % 11 === Number(digits[9])
}
