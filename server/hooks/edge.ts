import { BadRequest, type FeathersError, NotFound } from '@feathersjs/errors'
import type { NextFunction } from '@feathersjs/feathers'
import { setTimeout } from 'node:timers/promises'
import { isOvertaken } from '../database/failure.ts'
import type { HookContext } from '../declarations.ts'
import { fault, preferredLocale, say, type Message } from '../language/index.ts'
import { createContext } from './library.ts'
import { codeOf, plain, WRONG_FORM } from './plain.ts'

/** How often a change that others got in the way of is tried, and the longest pause before each, in milliseconds. */
const PAUSES = [30, 100, 300]
const LOCK_TIMEOUT = '55P03'

/**
 * The outermost hook of every call. The service's own event stays silent, for only the journal announces; and no error
 * leaves but one with a sentence that a person can read, in their language.
 */
export const edge = () => async (context: HookContext, next: NextFunction) => {
  context.event = null
  const { params } = context
  if (!params.provider || params.attempt) return next()
  try {
    refuseWrongId(context)
    const again = repeated(context)
    await next().catch(again)
  } catch (error) {
    throw worded(outward(error, context), localeOf(context))
  }
}

const localeOf = ({ params }: HookContext) =>
  params.viewer?.locale ??
  params.connection?.user?.locale ??
  preferredLocale(params.headers?.['accept-language'])

const single = ['get', 'patch', 'update', 'remove']
const LONGEST_ID = 200

/** Over a socket an id may be left out, or be anything. Signing out needs none: it ends the session of the call. */
function refuseWrongId({ method, path, id }: HookContext) {
  const signsOut = path === 'authentication' && method === 'remove' && (id === undefined || id === null)
  if (!single.includes(method) || signsOut) return
  if (id === undefined || id === null) throw fault(BadRequest, 'idMissing')
  if (typeof id !== 'string' || id.length > LONGEST_ID || id.includes('\0')) throw fault(NotFound, 'notFound')
}

/** An id that is no UUID names nothing; any other value of the wrong form is the caller's mistake. */
function outward(error: unknown, { id }: HookContext): FeathersError {
  const named = typeof id === 'string' && !/^[0-9a-f-]{36}$/i.test(id)
  return codeOf(error) === WRONG_FORM && !named ? fault(BadRequest, 'invalid') : plain(error)
}

/** A query in an address may name what every object inherits (`?toString`): a function, which is no value. */
function copied<T>(value: T): T {
  try {
    return structuredClone(value)
  } catch {
    throw fault(BadRequest, 'invalid')
  }
}

/**
 * Does the call once more, from its beginning, where its transaction lost a race (a deadlock, a serialization failure): nothing
 * of it was kept. What was sent is copied before anything works on it.
 */
function repeated(context: HookContext) {
  const { service, method, params, id } = context
  const changes = method !== 'find' && method !== 'get'
  const data = changes ? copied(context.data) : undefined
  const query = copied(params.query)
  return async (error: unknown) => {
    for (let attempt = 1; repeatable(error) && attempt <= PAUSES.length; attempt++) {
      await setTimeout(Math.random() * PAUSES[attempt - 1]!)
      const fresh = { ...bare(params), query: structuredClone(query), attempt }
      const args = argumentsOf(method, id, structuredClone(data), fresh)
      try {
        const done = await service[method](...args, createContext(service, method))
        return void Object.assign(context, { result: done.result, dispatch: done.dispatch, http: done.http })
      } catch (next) {
        error = next
      }
    }
    throw error
  }
}

const repeatable = (error: unknown) => isOvertaken(error) && codeOf(error) !== LOCK_TIMEOUT

/** Without what the hooks of the first attempt have found out. */
const bare = ({ trx: _, viewer: _viewer, recordId: _recordId, ...params }: HookContext['params']) => params

function argumentsOf(method: string, id: unknown, data: unknown, params: object) {
  if (method === 'find') return [params]
  if (method === 'get' || method === 'remove') return [id, params]
  return method === 'create' ? [data, params] : [id, data, params]
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
