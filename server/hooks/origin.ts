/**
 * What pages of other origins may not do. A browser says itself where a call comes from, and no page can forge it; a call that
 * carries neither of its two headers is no browser's.
 */
import type { IncomingMessage } from 'node:http'
import { FeathersError, Forbidden } from '@feathersjs/errors'
import type { Middleware } from '@feathersjs/koa'
import type { Application } from '../declarations.ts'
import { fault, preferredLocale, say } from '../language/index.ts'

type Headers = Pick<IncomingMessage, 'headers'>

/** An origin is ours when people open Strefa there, or when it is the very host that was asked. `null` is nobody's. */
export function hasOtherOrigin(app: Application, { headers: { origin, host } }: Headers) {
  if (origin === undefined) return false
  return origin !== new URL(app.get('config').publicUrl).origin && URL.parse(origin)?.host !== host
}

export const isFromElsewhere = (app: Application, request: Headers) =>
  hasOtherOrigin(app, request) || request.headers['sec-fetch-site'] === 'cross-site'

const SAFE = ['GET', 'HEAD', 'OPTIONS']
/** No page can send it to another origin unless that allows it, and we do not. */
const BEARER = /^Bearer \S/i

/** Every change over HTTP, whether or not it is made with a cookie: signing in and setting up are attacked without one. */
export const refuseOtherOrigins =
  (app: Application): Middleware =>
  async (ctx, next) => {
    const isChange = !SAFE.includes(ctx.method) && !BEARER.test(ctx.get('authorization'))
    if (isChange && isFromElsewhere(app, ctx.req)) throw fault(Forbidden, 'otherOrigin')
    await next()
  }

/** The answer to a handshake; Engine.IO itself would call it a bad request. */
export function refuseHandshake({ headers, socket }: IncomingMessage) {
  const sentence = say(preferredLocale(headers['accept-language']), 'otherOrigin')
  socket.on('error', () => {})
  socket.end(
    [
      'HTTP/1.1 403 Forbidden',
      'Connection: close',
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(sentence)}`,
      `\r\n${sentence}`
    ].join('\r\n')
  )
}

/** A form of another page can send every kind of body but JSON; and what is no JSON would be read as no body at all. */
export const onlyJson = (): Middleware => async (ctx, next) => {
  const hasBody = ctx.get('transfer-encoding') !== '' || Number(ctx.get('content-length')) > 0
  if (hasBody && !ctx.is('json', '+json')) throw fault(UnsupportedMediaType, 'onlyJson')
  await next()
}

class UnsupportedMediaType extends FeathersError {
  constructor(message: string, data: object) {
    super(message, 'UnsupportedMediaType', 415, 'unsupported-media-type', data)
  }
}
