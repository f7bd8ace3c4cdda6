import { partyOf } from '#lib/audience/audience.ts'
import type { Party, User } from '#lib/records.ts'

export type Reach = 'staff' | 'client' | 'partner' | 'everyone' | 'named'

/** Which of the choices an audience of news is. */
export const reachOf = (audience: readonly Party[]): Reach => {
  if (audience.length === 0) return 'staff'
  const zones = (['client', 'partner'] as const).filter((zone) => audience.includes(zone))
  if (zones.length === 2) return 'everyone'
  return zones.length === 1 && audience.length === 1 ? zones[0]! : 'named'
}

export const audienceOf = (reach: Reach, named: readonly Party[]): Party[] =>
  ({
    staff: [],
    client: ['client'],
    partner: ['partner'],
    everyone: ['client', 'partner'],
    named: [...named]
  })[reach]

export interface NamedParty {
  party: Party
  name: string
}

/** Parties that have somebody to read, by name. */
export const partiesOf = (people: readonly User[]): NamedParty[] => {
  const names = new Map<Party, string>()
  for (const person of people) {
    const party = partyOf(person)
    if (party && person.active) names.set(party, person.organizationName ?? '')
  }
  return [...names]
    .map(([party, name]) => ({ party, name }))
    .sort((one, other) => one.name.localeCompare(other.name))
}
