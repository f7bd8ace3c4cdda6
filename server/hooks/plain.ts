/** Any error as one of Feathers', with a sentence that a person can read; what the database said stays in the log. */
import { randomUUID } from 'node:crypto'
import { BadRequest, Conflict, FeathersError, GeneralError, NotFound, Unavailable } from '@feathersjs/errors'
import { isAway, isOvertaken } from '../database/failure.ts'
import { fault, type Message } from '../language/index.ts'

const UNIQUE_VIOLATION = '23505'
export const WRONG_FORM = '22P02'
/** A character that no text may hold, such as NUL or half of a pair. */
const UNREADABLE = ['22021', '22P05']
const OUT_OF_RANGE = ['22003', '22007', '22008', '22009']
/** Foreign key, check, not null, too long, too large for an index. */
const REFUSED = ['23503', '23514', '23502', '22001', '54000']
const TOO_SLOW = ['57014', '55P03', '25P03', '25P04', '53200']
/** A standby that has not taken over yet. */
const READ_ONLY = '25006'
const DISK_FULL = ['53100', 'ENOSPC', 'EDQUOT']

/** Seconds after which asking again may help. */
const SOON = 2
const LATER = 60

/** The disk, and not the person, has no room. */
export class InsufficientStorage extends FeathersError {
  constructor(message: string, data: object) {
    super(message, 'InsufficientStorage', 507, 'insufficient-storage', data)
  }
}

/** What PostgreSQL, the system or a library calls it; empty where it has no code. */
export const codeOf = (error: unknown): string => `${(error as { code?: unknown })?.code ?? ''}`

export function plain(error: unknown): FeathersError {
  if (error instanceof FeathersError) return error.data?.code ? error : inOurWords(error)
  return known(error) ?? unknown(error)
}

function known(error: unknown): FeathersError | undefined {
  const code = codeOf(error)
  if (code === UNIQUE_VIOLATION) return fault(Conflict, 'taken')
  if (code === WRONG_FORM) return fault(NotFound, 'notFound')
  if (UNREADABLE.includes(code)) return fault(BadRequest, 'unreadableText')
  if (OUT_OF_RANGE.includes(code)) return fault(BadRequest, 'outOfRange')
  if (REFUSED.includes(code)) return fault(BadRequest, 'invalid')
  if (DISK_FULL.includes(code)) return later(InsufficientStorage, 'diskFull', LATER)
  if (isAway(error) || code === READ_ONLY) return later(Unavailable, 'unavailable', SOON)
  if (isOvertaken(error) || TOO_SLOW.includes(code)) return later(Unavailable, 'busy', SOON)
}

function unknown(error: unknown) {
  const id = randomUUID().slice(0, 8)
  console.error(`Error ${id}:`, error)
  return fault(GeneralError, 'fault', { id })
}

type Kind = new (message: string, data: object) => FeathersError

function later(kind: Kind, code: Message, retryAfter: number) {
  const error = fault(kind, code)
  return Object.assign(error, { data: { ...error.data, retryAfter } })
}

const sentences: Record<number, Message> = {
  400: 'invalid',
  401: 'notSignedIn',
  403: 'forbidden',
  404: 'notFound',
  405: 'notHere',
  409: 'taken',
  413: 'tooLarge',
  503: 'unavailable'
}

/** Libraries speak English, and of things that nobody outside has heard of. */
function inOurWords(error: FeathersError) {
  const code = sentences[error.code] ?? (error.code < 500 ? 'invalid' : undefined)
  if (!code) return unknown(error)
  const Same = error.constructor as Kind
  return fault(Same, code)
}
