import { TooManyRequests } from '@feathersjs/errors'
import { fault, type Message } from '../language/index.ts'

/** `retryAfter` in seconds. */
export function tooMany(code: Message, retryAfter: number) {
  const wait = retryAfter < 120 ? `${retryAfter} s` : `${Math.ceil(retryAfter / 60)} min`
  const error = fault(TooManyRequests, code, { wait })
  return Object.assign(error, { data: { ...error.data, retryAfter } })
}
