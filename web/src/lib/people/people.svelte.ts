import { directory } from '#lib/live/directory.svelte.ts'
import { m } from '#lib/paraglide/messages.js'
import type { Organization, User } from '#lib/records.ts'

/** Everyone the viewer may know, by id. */
export const people = directory<User>('users')
export const organizations = directory<Organization>('organizations')

/** A person's name, with their firm beside it where it could be taken for somebody else's. */
export const shownName = ({ name, shownName }: Pick<User, 'name' | 'shownName'>): string => shownName ?? name

/** The same by id; a quiet word while the person is not known or not for this viewer. */
export const nameOf = (id: string | null | undefined): string => {
  const person = people.get(id)
  return person ? shownName(person) : m.people_unknown()
}

/** The name alone, where the firm stands beside it anyway. */
export const nameAloneOf = (id: string | null | undefined): string =>
  people.get(id)?.name ?? m.people_unknown()

/** The first word of the name: among people who share a room that is enough. */
export const firstNameOf = (id: string | null | undefined): string => {
  const person = people.get(id)
  return person ? firstName(person) : m.people_unknown().split(' ')[0]!
}

export const firstName = (person: Pick<User, 'name' | 'shownName'>): string =>
  person.name.split(' ')[0]! + shownName(person).slice(person.name.length)

/** The colour of an avatar: outsiders carry their zone. */
export const tintOf = (user: Pick<User, 'zone'> | undefined): 'client' | 'partner' | undefined =>
  user && user.zone !== 'staff' ? user.zone : undefined
