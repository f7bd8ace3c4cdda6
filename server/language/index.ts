/** Sentences that leave the server: errors and mails, in the reader's language. */
import type { FeathersError } from '@feathersjs/errors'
import { en } from './en.ts'
import { pl } from './pl.ts'

export type Message = keyof typeof en
export type Locale = 'pl' | 'en'
type Values = Record<string, string | number>

const languages: Record<Locale, Record<Message, string>> = { pl, en }

export const isLocale = (text: unknown): text is Locale => text === 'pl' || text === 'en'

export const say = (locale: string | undefined, message: Message, values: Values = {}) =>
  languages[isLocale(locale) ? locale : 'en'][message].replace(/\{(\w+)\}/g, (_, name) =>
    String(values[name] ?? '')
  )

/** The first language of an Accept-Language header that we speak. */
export function preferredLocale(header: string | undefined): Locale {
  const wanted = (header ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase())
  return wanted.find(isLocale) ?? 'en'
}

type ErrorClass = new (message: string, data: object) => FeathersError

/** An error that knows its sentence by name; the edge says it in the reader's language. */
export const fault = (Kind: ErrorClass, code: Message, values: Values = {}) =>
  new Kind(say('en', code, values), { code, values })
