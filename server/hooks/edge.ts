import { randomUUID } from 'node:crypto'
import { BadRequest, Conflict, FeathersError, GeneralError, Unavailable } from '@feathersjs/errors'
import type { NextFunction } from '@feathersjs/feathers'
import type { HookContext } from '../declarations.ts'
import { fault, preferredLocale, say, type Message } from '../language/index.ts'

const UNIQUE_VIOLATION = '23505'
const FOREIGN_KEY_VIOLATION = '23503'
const MALFORMED = ['22P02', '22003', '22007', '22021', '22P05']
const AWAY = ['ECONNREFUSED', 'ECONNRESET', '57P01', '57P02', '57P03', '08006', '08003', '53300']

/**
 * The outermost hook of every call. The service's own event stays silent, for only the journal announces; and no error
 * leaves but one with a sentence that a person can read, in their language.
 */
export const edge = () => async (context: HookContext, next: NextFunction) => {
  context.event = null
  try {
    await next()
  } catch (error) {
    if (!context.params.provider) throw error
    throw worded(plain(error), localeOf(context))
  }
}

const localeOf = ({ params }: HookContext) =>
  params.viewer?.locale ?? preferredLocale(params.headers?.['accept-language'])

/** Errors of ours pass; what the database says is told apart here and never shown. */
export function plain(error: any): FeathersError {
  if (error instanceof FeathersError) return error
  if (error.code === UNIQUE_VIOLATION) return fault(Conflict, 'taken')
  if (error.code === FOREIGN_KEY_VIOLATION) return fault(BadRequest, 'invalid')
  if (MALFORMED.includes(error.code)) return fault(NotFoundOrMalformed, 'notFound')
  if (AWAY.includes(error.code) || /Connection terminated|Timeout acquiring/.test(error.message))
    return fault(Unavailable, 'unavailable')
  const id = randomUUID().slice(0, 8)
  console.error(`Error ${id}:`, error)
  return fault(GeneralError, 'fault', { id })
}

/** An id that is no UUID names nothing. */
class NotFoundOrMalformed extends FeathersError {
  constructor(message: string, data: object) {
    super(message, 'NotFound', 404, 'not-found', data)
  }
}

interface Problem {
  path: string
  code: Message
  values: Record<string, string>
}

function worded(error: FeathersError, locale: string) {
  const { code, values, ...data } = (error.data ?? {}) as { code?: Message; values?: Record<string, string> }
  if (code) error.message = say(locale, code, values)
  const errors = (data as { errors?: Problem[] }).errors?.map((one) => ({
    path: one.path,
    message: say(locale, one.code, one.values)
  }))
  return Object.assign(error, { data: { code: code ?? error.className, ...data, ...(errors && { errors }) } })
}
