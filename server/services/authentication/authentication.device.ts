/**
 * A device remembers, in a cookie, on which accounts it was signed in: a random name of its own, and for each account a
 * seal of both. It opens nothing: it only gives that account's owner an allowance of their own for wrong passwords.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Application } from '../../declarations.ts'
import { cookieIn } from './authentication.cookie.ts'

export const DEVICE_COOKIE = 'strefa-device'
export const DEVICE_AGE = 365 * 86_400_000
const MOST_ACCOUNTS = 8

/** What the attempts of this device on this account are counted under; undefined where it was never signed in on it. */
export function knownDevice(app: Application, cookies: string | undefined, email: string) {
  const { device, seals } = read(app, cookies)
  const own = seal(app, device, email)
  return seals.some((each) => same(each, own)) ? `${device} ${email}` : undefined
}

/** What the cookie says from now on. */
export function rememberedOn(app: Application, cookies: string | undefined, email: string) {
  const { device, seals } = read(app, cookies)
  const own = seal(app, device, email)
  return [device, own, ...seals.filter((each) => each !== own)].slice(0, MOST_ACCOUNTS + 1).join('.')
}

const PART = /^[\w-]{22}$/

function read(app: Application, cookies: string | undefined) {
  const [device, ...seals] = (cookieIn(app, cookies, DEVICE_COOKIE) ?? '')
    .slice(0, 23 * (MOST_ACCOUNTS + 1))
    .split('.')
  if (!device || !PART.test(device)) return { device: randomBytes(16).toString('base64url'), seals: [] }
  return { device, seals: seals.filter((each) => PART.test(each)) }
}

const seal = (app: Application, device: string, email: string) =>
  createHmac('sha256', app.get('config').sessionSecret)
    .update(`strefa device ${device} ${email}`)
    .digest('base64url')
    .slice(0, 22)

const same = (one: string, other: string) => timingSafeEqual(Buffer.from(one), Buffer.from(other))
