/** A letter's words: plurals, days and times as they are said where its reader lives. */
import { isLocale, say, type Message } from '../language/index.ts'
import { zoneOf } from '../language/timeZone.ts'
import type { Digest } from './digest.ts'

/** The order in which the forms of a counted message stand. */
const forms: Record<string, string[]> = { pl: ['one', 'few', 'many'], en: ['one', 'other'] }

export type Words = ReturnType<typeof wordsFor>

export function wordsFor({ person, now }: Pick<Digest, 'person' | 'now'>) {
  const locale = isLocale(person.locale) ? person.locale : 'en'
  const plural = new Intl.PluralRules(locale)
  const write = (date: Date, options: Intl.DateTimeFormatOptions, timeZone = zoneOf(person.timeZone)) =>
    new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'pl', { ...options, timeZone }).format(date)
  const time = { hour: '2-digit', minute: '2-digit' } as const
  const date = { day: 'numeric', month: 'long' } as const

  return {
    locale,
    say: (message: Message, values = {}) => say(locale, message, values),
    count(message: Message, n: number) {
      const counted = say(locale, message, { n }).split('|')
      return counted[(forms[locale] as string[]).indexOf(plural.select(n))] ?? (counted.at(-1) as string)
    },
    today: () => write(now, { weekday: 'long', ...date }),
    /** When something was said, in the days just past. */
    moment: (iso: string) => write(new Date(iso), { weekday: 'long', ...time }),
    /** `YYYY-MM-DD` is a day wherever the reader is; anything else is a moment. */
    day(text: string | null): string {
      if (text === null) return say(locale, 'mailNone')
      const at = new Date(text)
      // A record with a day that no calendar knows must not keep the whole mail from its reader.
      if (Number.isNaN(at.getTime())) return text
      const year = at.getUTCFullYear() === now.getUTCFullYear() ? {} : { year: 'numeric' as const }
      return text.length === 10
        ? write(at, { ...date, ...year }, 'UTC')
        : write(at, { ...date, ...year, ...time })
    }
  }
}
