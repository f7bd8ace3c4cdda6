import type { User } from '#lib/records.ts'

export type Side = 'client' | 'partner'

/** On which sides an organization's people sit: an organization has no side of its own. */
export const sidesOf = (people: readonly User[]): Map<string, Side[]> => {
  const sides = new Map<string, Side[]>()
  for (const { organizationId, zone, active } of people) {
    if (!organizationId || zone === 'staff' || !active) continue
    const known = sides.get(organizationId) ?? []
    if (!known.includes(zone)) sides.set(organizationId, [...known, zone].sort())
  }
  return sides
}
