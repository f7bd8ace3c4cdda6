import { service } from '#lib/live/client.ts'
import type { Change } from '#lib/live/feed.ts'
import type { Contact } from '#lib/records.ts'

export const findContacts = (search: string) =>
  service<Contact>('contacts').find({ query: { $limit: 200, ...(search && { search }) } })

/** Contacts follow from who sits in which open room. */
export const mayChangeContacts = ({ service }: Change) =>
  ['participants', 'users', 'tasks', 'sales-activities'].includes(service)

/** For `tel:` links. */
export const dialled = (phone: string) => phone.replace(/[^+\d]/g, '')
