import type { Application } from '../../declarations.ts'

export const COOKIE = 'strefa'
export const COOKIE_AGE = 30 * 86_400_000

/** A cookie that scripts cannot read; unless told otherwise, the browser's copy of a token. `age` in milliseconds. */
export const cookie = (app: Application, value: string, age: number, name = COOKIE) =>
  [
    `${name}=${value}`,
    'HttpOnly',
    'SameSite=Lax',
    'Path=/',
    `Max-Age=${age / 1000}`,
    ...(app.get('config').publicUrl.startsWith('https:') ? ['Secure'] : [])
  ].join('; ')

/** The value of a cookie in a Cookie header. */
export const cookieIn = (header: string | undefined, name = COOKIE) =>
  header
    ?.split('; ')
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)
