import { m } from '#lib/paraglide/messages.js'
import { organizations } from '#lib/people/people.svelte.ts'
import { organizationOf, type Part } from './audience.ts'

export const organizationName = (id: string): string =>
  organizations.get(id)?.name ?? m.people_unknown_organization()

/** The name of a part of an audience, as on a chip; `alone` says "only" before a single organization. */
export const wordOf = (part: Part, alone: boolean): string => {
  if (part.look !== 'org') return words[part.look]()
  const name = organizationName(organizationOf(part.party!))
  return alone ? m.audience_only({ name }) : name
}

const words = {
  internal: m.audience_internal,
  client: m.audience_clients,
  partner: m.audience_partners,
  everyone: m.audience_everyone
}
