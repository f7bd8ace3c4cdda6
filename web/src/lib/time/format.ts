import { session } from '#lib/live/session.svelte.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'
import { clock } from './clock.svelte.ts'

type Options = Intl.DateTimeFormatOptions
const formats = new Map<string, Intl.DateTimeFormat>()

const formatted = (date: Date, options: Options): string => {
  const key = `${getLocale()} ${JSON.stringify(options)}`
  let format = formats.get(key)
  if (!format)
    formats.set(key, (format = new Intl.DateTimeFormat(getLocale() === 'en' ? 'en-GB' : 'pl', options)))
  return format.format(date)
}

const isDay = (value: string) => value.length === 10
/** An all-day date is a date, not a midnight: it is the same in every time zone. */
const zoneOf = (value: string): Options => ({
  timeZone: isDay(value) ? 'UTC' : (session.me.timeZone ?? undefined)
})

/** 'YYYY-MM-DD' of a moment as the viewer's clock shows it; a date stays itself. */
export const dayOf = (value: string | Date): string => {
  if (typeof value === 'string' && isDay(value)) return value
  const zone = session.me.timeZone ?? undefined
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(value))
}

export const today = (): string => dayOf(clock.now)
/** Whole days from today: -1 is yesterday. */
export const daysFromNow = (value: string): number =>
  (Date.parse(dayOf(value)) - Date.parse(today())) / 86_400_000

/** '14:20'. */
export const timeOf = (value: string): string =>
  formatted(new Date(value), { hour: 'numeric', minute: '2-digit', ...zoneOf(value) })

const nearby = (days: number): string | undefined =>
  ({ '-1': m.time_yesterday(), '0': m.time_today(), '1': m.time_tomorrow() })[String(days)]

const isThisYear = (value: string) => dayOf(value).slice(0, 4) === today().slice(0, 4)
/** 'pt', without the full stop that Polish abbreviations carry. */
const weekday = (value: string) =>
  formatted(new Date(value), { weekday: 'short', ...zoneOf(value) }).replace('.', '')

/** 'dziś', 'pt 11 grudnia', '11 grudnia 2025': the year only when it is another one. */
export const longDay = (value: string): string =>
  nearby(daysFromNow(value)) ??
  (isThisYear(value)
    ? `${weekday(value)} ${formatted(new Date(value), { day: 'numeric', month: 'long', ...zoneOf(value) })}`
    : formatted(new Date(value), { year: 'numeric', day: 'numeric', month: 'long', ...zoneOf(value) }))

/** 'dziś', '11 gru'; for dense rows. */
export const shortDay = (value: string): string =>
  nearby(daysFromNow(value)) ??
  formatted(new Date(value), {
    day: 'numeric',
    month: 'short',
    ...(isThisYear(value) ? {} : { year: 'numeric' }),
    ...zoneOf(value)
  })

/** When something was said: '9:41' today, 'pt 14:20' within a week, '11 gru 14:20' before. */
export const saidAt = (value: string): string => {
  const days = daysFromNow(value)
  if (days === 0) return timeOf(value)
  if (days === -1) return `${m.time_yesterday()} ${timeOf(value)}`
  const day =
    days > -7
      ? weekday(value)
      : formatted(new Date(value), { day: 'numeric', month: 'short', ...zoneOf(value) })
  return `${day} ${timeOf(value)}`
}

/** A heading between days: 'dziś, poniedziałek 23 listopada'. */
export const dayHeading = (value: string): string => {
  const word = nearby(daysFromNow(value))
  const day = formatted(new Date(value), { weekday: 'long', day: 'numeric', month: 'long', ...zoneOf(value) })
  return word ? `${word}, ${day}` : day
}

/** Everything, for titles: '23 listopada 2026, 14:20'. */
export const fullMoment = (value: string): string =>
  formatted(new Date(value), { dateStyle: 'long', timeStyle: 'short', ...zoneOf(value) })

/** A due or start value, which is a day or a moment. */
export const dueText = (value: string): string =>
  isDay(value) ? longDay(value) : `${longDay(value)}, ${timeOf(value)}`

/** Past its time; a day is late only when it is over. */
export const isLate = (value: string): boolean =>
  isDay(value) ? value < today() : new Date(value) < clock.now

/** '84 600,00 zł'. */
export const money = (value: number): string =>
  new Intl.NumberFormat(getLocale() === 'en' ? 'en-GB' : 'pl', { style: 'currency', currency: 'PLN' }).format(
    value
  )

/** '84 600 zł': for boards and sums, where a grosz is noise. */
export const roundMoney = (value: number): string =>
  new Intl.NumberFormat(getLocale() === 'en' ? 'en-GB' : 'pl', {
    style: 'currency',
    currency: 'PLN',
    maximumFractionDigits: 0
  }).format(value)
