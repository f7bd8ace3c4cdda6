import type { Application } from '../../declarations.ts'

export const COOKIE = 'strefa'
export const COOKIE_AGE = 30 * 86_400_000

/** The browser's copy of a token, which scripts cannot read. */
export const cookie = (app: Application, value: string, age: number) =>
  [
    `${COOKIE}=${value}`,
    'HttpOnly',
    'SameSite=Lax',
    'Path=/',
    `Max-Age=${age / 1000}`,
    ...(app.get('config').publicUrl.startsWith('https:') ? ['Secure'] : [])
  ].join('; ')
