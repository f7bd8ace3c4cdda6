import { m } from '#lib/paraglide/messages.js'
import { organizations, people } from '#lib/people/people.svelte.ts'
import { session } from '#lib/live/session.svelte.ts'
import { type Look, organizationOf, type Part, type Party } from './audience.ts'

/** An organization's name. Externals know their own only, and it stands with themselves. */
export const organizationName = (id: string): string => {
  if (!session.isStaff) return people.get(session.me.id)?.organizationName ?? m.people_unknown_organization()
  return organizations.get(id)?.name ?? (organizations.isMissing(id) ? m.people_unknown_organization() : '…')
}

export const partyName = (party: Party): string => organizationName(organizationOf(party))

/** The name of a part of an audience, as on a chip; `alone` says "only" before a single organization. */
export const wordOf = (part: Part, alone: boolean): string => {
  if (part.look !== 'org') return lookWord(part.look)
  const name = partyName(part.party!)
  return alone ? m.audience_only({ name }) : name
}

export const lookWord = (look: Look): string =>
  ({
    internal: m.audience_internal,
    client: m.audience_clients,
    partner: m.audience_partners,
    everyone: m.audience_everyone,
    org: m.audience_picked
  })[look]()

/** What the send button says: it repeats who will read. */
export const sendWord = (look: Look, parties: readonly Party[]): string => {
  if (look === 'org' && parties.length === 1) return m.send_organization({ name: partyName(parties[0]!) })
  if (look === 'org' && parties.length === 0) return m.audience_pick()
  if (look === 'org') return m.send_organizations({ count: parties.length })
  return {
    internal: m.send_internal,
    client: m.send_clients,
    partner: m.send_partners,
    everyone: m.send_everyone
  }[look]()
}
