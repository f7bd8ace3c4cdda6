import type { Dated } from './month.ts'

/** Days with what begins or is due on them, in order; things of a day by their time, all-day first. */
export const agendaOf = <T extends Dated>(
  entries: readonly T[],
  dayOf: (moment: string) => string
): { day: string; entries: T[] }[] => {
  const days = new Map<string, { at: string; entry: T }[]>()
  for (const entry of entries)
    for (const [day, at] of momentsOf(entry, dayOf)) days.set(day, [...(days.get(day) ?? []), { at, entry }])
  return [...days]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([day, list]) => ({
      day,
      entries: list.sort((one, other) => (one.at < other.at ? -1 : 1)).map(({ entry }) => entry)
    }))
}

/** Both on one day are one line, told by the due moment. */
const momentsOf = ({ startAt, dueAt }: Dated, dayOf: (moment: string) => string): Map<string, string> => {
  const moments = new Map<string, string>()
  for (const at of [startAt, dueAt]) if (at) moments.set(dayOf(at), at)
  return moments
}
