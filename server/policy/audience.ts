import type { Party } from './viewer.ts'

/** Which parties may see a record. Empty is internal: staff only. */
export type Audience = Party[]

/**
 * The parties that `wanted` stands for: `client` and `partner` mean all parties of that zone now in the room; a party's own
 * name stands for itself. Answers null for a name that is neither in the room nor already in `kept`.
 */
export function expandAudience(wanted: string[], present: Party[], kept: Audience = []): Audience | null {
  const parties = new Set<Party>()
  for (const name of wanted) {
    if (name === 'client' || name === 'partner') {
      for (const party of present) if (party.startsWith(`${name}:`)) parties.add(party)
    } else if (present.includes(name) || kept.includes(name)) parties.add(name)
    else return null
  }
  return [...parties].sort()
}

export const isWithin = (inner: Audience, outer: Audience) => inner.every((party) => outer.includes(party))
export const intersect = (left: Audience, right: Audience) => left.filter((party) => right.includes(party))
export const sameAudience = (left: Audience, right: Audience) =>
  left.length === right.length && isWithin(left, right)
