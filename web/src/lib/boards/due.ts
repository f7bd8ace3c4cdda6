import { parseDate, toZoned } from '@internationalized/date'
import { shiftDay } from '#lib/calendar/month.ts'
import type { Due } from './filters.ts'

// Dates are text: a whole day 'YYYY-MM-DD', or a moment in UTC that begins with its day. As text a day stands before
// every moment of the same UTC day, which is why days near a border are named one by one.

export interface Now {
  /** The viewer's day, 'YYYY-MM-DD'. */
  today: string
  /** ISO 8601, UTC. */
  moment: string
  timeZone: string
}

export const mondayOf = (day: string): string =>
  shiftDay(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))

const startOf = (day: string, timeZone: string): string =>
  toZoned(parseDate(day), timeZone).toDate().toISOString()

/** The condition on `dueAt`, in the operators of the API. */
export const dueQuery = (due: Due, now: Now): object | null => {
  if (due === 'none') return null
  return due === 'late' ? beforeNow(now) : thisWeek(now)
}

/** Moments that have passed, and days that are over. */
const beforeNow = ({ today, moment }: Now) => {
  const notOver = [...new Set([today, moment.slice(0, 10)])].filter((day) => day >= today)
  return { $lt: moment, $nin: notOver }
}

const thisWeek = ({ today, timeZone }: Now) => {
  const monday = mondayOf(today)
  const next = shiftDay(monday, 7)
  const [from] = [monday, startOf(monday, timeZone)].sort()
  return { $gte: from, $lt: startOf(next, timeZone), $nin: [next] }
}
