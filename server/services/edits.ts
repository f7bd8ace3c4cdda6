/**
 * What a reader is told of a record's edits: when it was last edited, and which version it is. Somebody outside the firm is
 * told only of edits made before their eyes, and counts only those.
 */
import type { Row, View } from '../journal/kinds.ts'
import type { Audience } from '../policy/audience.ts'
import { isStaff } from '../policy/viewer.ts'

interface Seen {
  at: string | null
  version: number
}

/** Columns of an edit at this time, that `readers` see: names of an audience. */
export function editedBefore(readers: Audience, row: Row, at: string, isVersion = false) {
  const seen = readers.map((name): [string, Seen] => {
    const version = row.seenEdits[name]?.version ?? 1
    return [name, { at, version: isVersion ? version + 1 : version }]
  })
  return { editedAt: at, seenEdits: JSON.stringify({ ...row.seenEdits, ...Object.fromEntries(seen) }) }
}

/** For these eyes; news may have been shown to a whole zone as well. */
export function editsFor(
  row: Row,
  view: Pick<View, 'zone' | 'party'>
): { editedAt: string | null; version: number } {
  if (isStaff(view)) return { editedAt: row.editedAt ?? null, version: row.version ?? 1 }
  const seen: Seen[] = [view.party as string, view.zone].flatMap((name) => row.seenEdits[name] ?? [])
  const times = seen.flatMap(({ at }) => at ?? [])
  return {
    editedAt: times.sort().at(-1) ?? null,
    version: Math.max(1, ...seen.map(({ version }) => version))
  }
}
