/** When mails leave: soon after what happened, or at one hour of the day in the reader's own time zone. */
import { zoneOf } from '../language/timeZone.ts'

export interface Habit {
  mail: 'immediate' | 'daily'
  timeZone: string
}

const QUARTER = 15 * 60_000
/** Long enough for a day whose hour is skipped when the clocks change. */
const HORIZON = 200

/** A zone that cannot be reckoned with falls back to the default for that person only. */
export const dueAt = (habit: Habit, now: Date, delay: number, hour: number): Date =>
  habit.mail === 'daily' ? nextHour(now, hour, habit.timeZone) : new Date(now.getTime() + delay)

/** The next full `hour` after `now` on the clocks of `timeZone`; every zone stands on a quarter of an hour. */
export function nextHour(now: Date, hour: number, zone: string): Date {
  const timeZone = zoneOf(zone)
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })
  const wanted = `${String(hour).padStart(2, '0')}:00`
  const first = (Math.floor(now.getTime() / QUARTER) + 1) * QUARTER
  for (let step = 0; step < HORIZON; step++) {
    const moment = new Date(first + step * QUARTER)
    if (clock.format(moment) === wanted) return moment
  }
  throw new Error(`There is no ${wanted} in ${timeZone}`)
}

export const isDigestHour = (at: Date, hour: number, timeZone: string) =>
  nextHour(new Date(at.getTime() - 1), hour, timeZone).getTime() === at.getTime()
