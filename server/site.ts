/** What the browser gets that is not the API: the built web app, with one page for every address. */
import { existsSync, readFileSync, realpathSync, utimesSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { FeathersError } from '@feathersjs/errors'
import { BadRequest, NotFound } from '@feathersjs/errors'
import type { Middleware } from '@feathersjs/koa'
import sirv from 'sirv'
import type { Application } from './declarations.ts'
import { plain } from './hooks/plain.ts'
import { fault, preferredLocale, say, type Message } from './language/index.ts'
import { clientOf } from './security/client.ts'

const CURRENT = fileURLToPath(new URL('../web/build/current', import.meta.url))
const PAGE = '200.html'
const HOUR = 3_600_000

/** Serves everything outside `/api`; precompressed files, and what has a hash in its name for ever. */
export function site(app: Application): Middleware {
  const folder = existsSync(CURRENT) && realpathSync(CURRENT)
  const files =
    folder && sirv(folder, { brotli: true, gzip: true, etag: true, single: PAGE, setHeaders: cached })
  const policy = folder ? contentPolicy(readFileSync(`${folder}/${PAGE}`, 'utf8')) : ''
  if (folder) inUse(folder)
  return async (ctx, next) => {
    if (ctx.path.startsWith('/api/') || (await app.get('mail').page(ctx))) return next()
    if (!files || !['GET', 'HEAD'].includes(ctx.method)) throw fault(NotFound, 'notFound')
    ctx.set('Content-Security-Policy', policy)
    ctx.respond = false
    ctx.res.statusCode = 200
    files(ctx.req, ctx.res, () => void ctx.res.writeHead(404).end())
  }
}

/** On every answer, refusals too: what a browser is asked to keep from others. */
export function safeHeaders(app: Application): Middleware {
  const headers = {
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'X-Frame-Options': 'DENY',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': unused.map((feature) => `${feature}=()`).join(', '),
    ...(app.get('config').publicUrl.startsWith('https:') && {
      'Strict-Transport-Security': 'max-age=31536000'
    })
  }
  return async (ctx, next) => {
    ctx.set(headers)
    await next()
  }
}

/** What the web app never asks of a device. */
const unused = [
  ...['accelerometer', 'camera', 'display-capture', 'geolocation', 'gyroscope', 'magnetometer'],
  ...['microphone', 'midi', 'payment', 'serial', 'usb', 'xr-spatial-tracking']
]

/** The build we began with stays ours until we end, however many are made meanwhile: `server/setup.mjs` leaves it where it is. */
function inUse(folder: string) {
  const touch = () => {
    try {
      utimesSync(folder, new Date(), new Date())
    } catch {
      // Somebody else's folder, as in a container: then nobody builds there either.
    }
  }
  touch()
  setInterval(touch, HOUR).unref()
}

function cached(response: { setHeader(name: string, value: string): unknown }, pathname: string) {
  const forever = pathname.includes('/immutable/')
  response.setHeader('Cache-Control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
}

/** The page carries its policy in a meta tag, with the hash of its one script; framing can be forbidden in a header only. */
function contentPolicy(page: string) {
  const meta =
    /http-equiv="content-security-policy" content="([^"]+)"/i.exec(page)?.[1] ?? `default-src 'self'`
  return `${meta}; frame-ancestors 'none'`
}

/** Services are told where a call comes from. */
export const withClient = (app: Application): Middleware => {
  const client = clientOf(app.get('config').trustedProxies)
  return async (ctx, next) => {
    ctx.feathers = Object.assign(ctx.feathers ?? {}, { client: client(ctx.req) })
    await next()
  }
}

export function withSocketClient(app: Application) {
  const client = clientOf(app.get('config').trustedProxies)
  return (socket: { feathers?: object; request: IncomingMessage }, next: (error?: Error) => void) => {
    socket.feathers = Object.assign(socket.feathers ?? {}, { client: client(socket.request) })
    next()
  }
}

/** Service paths are bare inside, so that a page's address can never be taken for one of them. */
export const apiOnly = (): Middleware => async (ctx, next) => {
  if (!ctx.path.startsWith('/api/')) return
  ctx.set('Cache-Control', 'no-store')
  ctx.path = ctx.path.slice('/api'.length)
  await next()
}

/** The last word on any error over HTTP: a Feathers error, a sentence, and never a stack. */
export const plainErrors = (): Middleware => async (ctx, next) => {
  try {
    await next()
    if (ctx.respond !== false && ctx.body === undefined && ctx.status === 404)
      throw fault(NotFound, 'notFound')
  } catch (error: any) {
    const known = isUnreadable(error)
      ? fault(BadRequest, error.status === 413 ? 'tooLarge' : 'invalid')
      : plain(error)
    ctx.status = known.code
    if (known.data?.retryAfter) ctx.set('Retry-After', `${known.data.retryAfter}`)
    ctx.body = inWords(known, preferredLocale(ctx.get('accept-language')))
  }
}

/** A body that is too large, no JSON, or not compressed as it says. */
const isUnreadable = ({ status, code }: { status?: number; code?: unknown }) =>
  (status !== undefined && status >= 400 && status < 500) || /^Z_/.test(String(code))

/** Errors of services come worded already; their `data` then has no values left to fill in. */
function inWords(error: FeathersError, locale: string) {
  const { code, values, ...data } = (error.data ?? {}) as { code?: Message; values?: Record<string, string> }
  const message = code && values ? say(locale, code, values) : error.message
  return { ...error.toJSON(), message, data: { code, ...data } }
}

/**
 * What Koa says of answers that failed on their way. A request that was torn off before its end, or that is no HTTP, is no
 * fault of ours: any stranger could fill the log with it.
 */
export const complain = (
  error: Error & { expose?: boolean; code?: string },
  ctx?: { req: { complete: boolean } }
) => {
  if (!error.expose && ctx?.req.complete !== false && !/^(HPE_|ECONNRESET|EPIPE)/.test(error.code ?? ''))
    console.error(error)
}
