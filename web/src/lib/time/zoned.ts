import { parseAbsolute, parseDateTime, toZoned } from '@internationalized/date'

/** A moment in UTC of what the clock of a place shows: a day and 'HH:MM'. */
export const momentOf = (day: string, time: string, timeZone: string): string =>
  toZoned(parseDateTime(`${day}T${time}`), timeZone)
    .toDate()
    .toISOString()

/** What the clock of a place shows of a value; a whole day has no time. */
export const clockOf = (value: string, timeZone: string): { day: string; time: string } => {
  if (value.length === 10) return { day: value, time: '' }
  const [day, time] = parseAbsolute(value, timeZone).toString().split('T') as [string, string]
  return { day, time: time.slice(0, 5) }
}
