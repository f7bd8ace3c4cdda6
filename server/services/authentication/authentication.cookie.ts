import type { Application } from '../../declarations.ts'

export const COOKIE = 'strefa'
export const COOKIE_AGE = 30 * 86_400_000

const overHttps = (app: Application) => app.get('config').publicUrl.startsWith('https:')

/** With https browsers hold `__Host-` cookies to this one host: no neighbour under the same domain can set one. */
const nameOf = (app: Application, name: string) => (overHttps(app) ? `__Host-${name}` : name)

/** A cookie that scripts cannot read; unless told otherwise, the browser's copy of a token. `age` in milliseconds. */
export const cookie = (app: Application, value: string, age: number, name = COOKIE) =>
  written(nameOf(app, name), value, age, overHttps(app))

const written = (name: string, value: string, age: number, secure: boolean) =>
  [
    `${name}=${value}`,
    'HttpOnly',
    'SameSite=Lax',
    'Path=/',
    `Max-Age=${age / 1000}`,
    ...(secure ? ['Secure'] : [])
  ].join('; ')

/** Takes away the cookie of earlier versions, which had no prefix and is believed no more: its owner signs in once. */
export const withoutPrefix = (app: Application) => (overHttps(app) ? [written(COOKIE, '', 0, true)] : [])

/** The value of a cookie in a Cookie header. */
export const cookieIn = (app: Application, header: string | undefined, name = COOKIE) => {
  const wanted = `${nameOf(app, name)}=`
  return header
    ?.split('; ')
    .find((pair) => pair.startsWith(wanted))
    ?.slice(wanted.length)
}
