import type { Exposure, Party, TimelineEntry } from '#lib/records.ts'

export interface Line {
  userId: string
  seenAt: string | null
  mailedAt: string | null
}

export interface Group {
  party: Party
  /** Whether the party may see the record now. */
  sees: boolean
  lines: Line[]
}

interface Facts {
  exposures: readonly Exposure[]
  /** Those in the room who may see the record now. */
  readers: readonly { userId: string; party: Party }[]
  audience: readonly Party[]
}

/** Whom a record has reached and whom it still may reach, by party; those who see it now come first. */
export const ledgerOf = ({ exposures, readers, audience }: Facts): Group[] => {
  const reached = new Set(exposures.map(({ userId }) => userId))
  const waiting = readers
    .filter(({ userId }) => !reached.has(userId))
    .map((reader) => ({ ...reader, seenAt: null, mailedAt: null }))
  const groups = [...Map.groupBy([...exposures, ...waiting], ({ party }) => party)].map(
    ([party, lines]): Group => ({ party, sees: audience.includes(party), lines: lines.toSorted(byTime) })
  )
  return groups.sort(
    (one, other) => Number(other.sees) - Number(one.sees) || (one.party < other.party ? -1 : 1)
  )
}

const byTime = (one: Line, other: Line) => (firstAt(one) < firstAt(other) ? -1 : 1)
const firstAt = ({ seenAt, mailedAt }: Line) => [seenAt, mailedAt].filter(Boolean).sort()[0] ?? '9'

export interface Turn {
  id: string
  at: string
  actorId: string | null
  gained: Party[]
  lost: Party[]
}

/** When the audience was changed, newest first. */
export const audienceTurns = (entries: readonly TimelineEntry[]): Turn[] =>
  entries.flatMap(({ id, at, actorId, changed }) => {
    const change = changed.find(({ field }) => field === 'audience')
    if (!change) return []
    const before = (change.from ?? []) as Party[]
    const after = (change.to ?? []) as Party[]
    const gained = after.filter((party) => !before.includes(party))
    const lost = before.filter((party) => !after.includes(party))
    return gained.length + lost.length > 0 ? [{ id, at, actorId, gained, lost }] : []
  })
