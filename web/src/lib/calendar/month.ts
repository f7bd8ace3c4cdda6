// Days are 'YYYY-MM-DD' and months 'YYYY-MM', counted in UTC so that no clock change moves them.

const DAY = 86_400_000
const at = (day: string) => Date.parse(`${day}T00:00:00Z`)
const text = (time: number) => new Date(time).toISOString().slice(0, 10)

export const shiftDay = (day: string, by: number): string => text(at(day) + by * DAY)
export const monthOf = (day: string): string => day.slice(0, 7)
export const isMonth = (word: string | null): word is string => /^\d{4}-(0[1-9]|1[0-2])$/.test(word ?? '')

export const shiftMonth = (month: string, by: number): string => {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return monthOf(text(Date.UTC(year, number - 1 + by, 1)))
}

/** The whole weeks, Monday first, that a month touches. */
export const weeksOf = (month: string): string[][] => {
  const first = `${month}-01`
  const lead = (new Date(at(first)).getUTCDay() + 6) % 7
  const weeks: string[][] = []
  for (let monday = shiftDay(first, -lead); monthOf(monday) <= month; monday = shiftDay(monday, 7))
    weeks.push(Array.from({ length: 7 }, (_, index) => shiftDay(monday, index)))
  return weeks
}

export interface Dated {
  id: string
  startAt: string | null
  dueAt: string | null
}

/** The first and last day of something dated; one day when it has one date, or when they are the wrong way round. */
export const spanOf = ({ startAt, dueAt }: Dated, dayOf: (moment: string) => string): [string, string] => {
  const last = dayOf((dueAt ?? startAt)!)
  const first = dayOf((startAt ?? dueAt)!)
  return first <= last ? [first, last] : [last, last]
}

export interface Bar<T extends Dated> {
  entry: T
  /** Column of the week, 0 for Monday. */
  from: number
  days: number
  lane: number
  /** Whether it begins, or ends, in this week. */
  opens: boolean
  closes: boolean
}

/**
 * A week by attention: what only passes through it, and, laid in lanes, what begins or ends in it. What is finished
 * stands on its last day alone.
 */
export const partWeek = <T extends Dated & { status: string }>(
  week: readonly string[],
  entries: readonly T[],
  dayOf: (moment: string) => string
): { passing: T[]; bars: Bar<T>[] } => {
  const [monday, sunday] = [week[0]!, week.at(-1)!]
  const shown = entries.map((entry) =>
    entry.status === 'done' && entry.dueAt ? { ...entry, startAt: null } : entry
  )
  const passes = (entry: T) => {
    const [first, last] = spanOf(entry, dayOf)
    return first < monday && last > sunday
  }
  return {
    passing: shown.filter(passes),
    bars: layWeek(
      week,
      shown.filter((entry) => !passes(entry)),
      dayOf
    )
  }
}

/** Lays what falls in a week in lanes so that nothing overlaps; what lasts longer lies higher. */
export const layWeek = <T extends Dated>(
  week: readonly string[],
  entries: readonly T[],
  dayOf: (moment: string) => string
): Bar<T>[] => {
  const [monday, sunday] = [week[0]!, week.at(-1)!]
  const lanes: string[] = []
  return entries
    .map((entry) => ({ entry, span: spanOf(entry, dayOf) }))
    .filter(({ span: [first, last] }) => first <= sunday && last >= monday)
    .sort((one, other) => compare(one.span, other.span) || (one.entry.id < other.entry.id ? -1 : 1))
    .map(({ entry, span: [first, last] }) => {
      const [begin, end] = [first < monday ? monday : first, last > sunday ? sunday : last]
      const free = lanes.findIndex((taken) => taken < begin)
      const lane = free < 0 ? lanes.length : free
      lanes[lane] = end
      const from = week.indexOf(begin)
      return {
        entry,
        from,
        days: week.indexOf(end) - from + 1,
        lane,
        opens: first >= monday,
        closes: last <= sunday
      }
    })
}

const compare = ([begin, end]: [string, string], [other, otherEnd]: [string, string]) =>
  begin === other ? -(end < otherEnd ? -1 : end > otherEnd ? 1 : 0) : begin < other ? -1 : 1
