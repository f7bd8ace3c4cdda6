import { getLocale } from '#lib/paraglide/runtime.js'

const written = (day: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(getLocale() === 'en' ? 'en-GB' : 'pl', { ...options, timeZone: 'UTC' }).format(
    new Date(day)
  )

/** 'Listopad 2026'. */
export const monthName = (month: string): string => {
  const name = written(`${month}-01`, { month: 'long', year: 'numeric' })
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** 'pon', for the head of a column. */
export const weekdayName = (day: string): string => written(day, { weekday: 'short' }).replace('.', '')

/** 'gru' on the first of a month, otherwise nothing more than the number. */
export const dayNumber = (day: string): string =>
  day.endsWith('-01') ? written(day, { day: 'numeric', month: 'short' }) : String(Number(day.slice(8)))
