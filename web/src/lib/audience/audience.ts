// What an audience is called and looks like. Colour, edge, icon and word always go together.

/** `client:<organizationId>` or `partner:<organizationId>`; in news also a bare `client` or `partner`. */
export type Party = string
export type Look = 'internal' | 'client' | 'partner' | 'org' | 'everyone'

export interface Part {
  look: Look
  /** The party, when the part is one organization. */
  party?: Party
}

export const zoneOf = (party: Party) => party.split(':')[0] as 'client' | 'partner'
export const organizationOf = (party: Party) => party.split(':')[1] ?? ''
export const partyOf = (user: { zone: string; organizationId: string | null }): Party | null =>
  user.zone === 'staff' || !user.organizationId ? null : `${user.zone}:${user.organizationId}`

/**
 * The parts an audience is shown by, given the parties now in the room: nobody outside (internal), all who are here
 * (everyone), whole zones, and single organizations.
 */
export const partsOf = (audience: readonly Party[], here: readonly Party[]): Part[] => {
  if (audience.length === 0) return [{ look: 'internal' }]
  const zones = (['client', 'partner'] as const).filter((zone) => hasWhole(audience, here, zone))
  const rest = audience.filter((party) => !zones.includes(zoneOf(party)))
  if (zones.length === 2) return [{ look: 'everyone' }]
  return [...zones.map((look) => ({ look })), ...rest.map((party) => ({ look: 'org' as const, party }))]
}

const hasWhole = (
  audience: readonly Party[],
  here: readonly Party[],
  zone: 'client' | 'partner'
): boolean => {
  if (audience.includes(zone)) return true
  const all = here.filter((party) => zoneOf(party) === zone)
  const mine = audience.filter((party) => zoneOf(party) === zone)
  return mine.length > 0 && mine.length >= all.length && all.every((party) => audience.includes(party))
}

/** The one look of a whole audience; a mixed set has the look of its first part and a split edge. */
export const lookOf = (audience: readonly Party[], here: readonly Party[]): Look =>
  partsOf(audience, here)[0]!.look

/** The edge of a mixed set, split among its parts; undefined when the class alone draws it. */
export const splitEdge = (audience: readonly Party[], here: readonly Party[]): string | undefined => {
  const looks = [...new Set(partsOf(audience, here).map(({ look }) => look))]
  if (looks.length < 2) return undefined
  const share = 100 / looks.length
  const stops = looks.map((look, index) => `var(--${look}) ${index * share}% ${(index + 1) * share}%`)
  return `linear-gradient(${stops.join(', ')})`
}

/** Whether one audience lets in everyone whom the other lets in. */
export const covers = (wide: readonly Party[], narrow: readonly Party[]): boolean =>
  narrow.every((party) => wide.includes(party) || wide.includes(zoneOf(party)))

export const sameAudience = (one: readonly Party[], other: readonly Party[]): boolean =>
  one.length === other.length && covers(one, other)
