/** How often each thing may be done, in one table: a variable, what it is unless it is set, and what is counted. */
import { CannotStart, onOrOff, wholeNumber, type Read } from './values.ts'

/** A rate such as `10/15m`: ten times in any window of fifteen minutes. `shared` ones are counted for all nodes together. */
export const rates = {
  /** Wrong passwords for one account from one network; a right one gives its attempt back. */
  signIn: { variable: 'LIMIT_SIGN_IN', unless: '10/15m', shared: true },
  /** Wrong passwords for one account from a device on which it was signed in before. */
  signInDevice: { variable: 'LIMIT_SIGN_IN_DEVICE', unless: '10/15m', shared: true },
  /** Wrong passwords from one network, for whichever accounts. */
  signInNetwork: { variable: 'LIMIT_SIGN_IN_NETWORK', unless: '100/15m', shared: true },
  /** Wrong passwords for one account, from wherever. */
  signInAccount: { variable: 'LIMIT_SIGN_IN_ACCOUNT', unless: '200/1h', shared: true },
  /** Wrong guesses of one's own present password. */
  password: { variable: 'LIMIT_PASSWORD', unless: '10/15m', shared: true },
  /** One-time links asked for, looked at and used, from one network. */
  links: { variable: 'LIMIT_LINKS', unless: '60/15m', shared: true },
  /** One-time links asked for one mail address. */
  linkMails: { variable: 'LIMIT_LINK_MAILS', unless: '5/1h', shared: true },
  /** Attempts to set up the firm, from one network. */
  setup: { variable: 'LIMIT_SETUP', unless: '20/15m', shared: true },
  /** Invitations of one administrator. */
  invitations: { variable: 'LIMIT_INVITATIONS', unless: '200/1h', shared: true },
  /** Uploads begun by one person. */
  uploads: { variable: 'LIMIT_UPLOADS', unless: '600/1h', shared: true },
  /** Exports ordered by one person. */
  exports: { variable: 'LIMIT_EXPORTS', unless: '60/1h', shared: true },
  /** Comments of one person. */
  comments: { variable: 'LIMIT_COMMENTS', unless: '300/1m', shared: false },
  /** Searches of one person. */
  searches: { variable: 'LIMIT_SEARCHES', unless: '300/1m', shared: false },
  /** Creates, changes and removals of one person, of every kind. */
  writes: { variable: 'LIMIT_WRITES', unless: '1200/1m', shared: false },
  /** Calls of one person, of every kind. */
  calls: { variable: 'LIMIT_CALLS', unless: '12000/1m', shared: false },
  /** Calls from one network without sign-in. */
  strangers: { variable: 'LIMIT_STRANGERS', unless: '1200/1m', shared: false },
  /** Sockets opened from one network. */
  handshakes: { variable: 'LIMIT_HANDSHAKES', unless: '1200/1m', shared: false }
} as const

export type LimitName = keyof typeof rates

/** How much there may be at one time. */
export const counts = {
  /** Calls of one socket that wait for their answer. */
  pendingOfSocket: { variable: 'LIMIT_PENDING_SOCKET', unless: '100' },
  /** Calls of one person that wait for their answer, or of one network without sign-in. */
  pendingOfPerson: { variable: 'LIMIT_PENDING_PERSON', unless: '200' },
  /** Of those, how many are worked on at once. */
  callsAtOnce: { variable: 'LIMIT_CALLS_AT_ONCE', unless: '8' },
  socketsOfPerson: { variable: 'LIMIT_SOCKETS_PERSON', unless: '50' },
  socketsOfNetwork: { variable: 'LIMIT_SOCKETS_NETWORK', unless: '500' },
  /** Seconds after which a socket that did not sign in is ended. */
  strangerSeconds: { variable: 'LIMIT_STRANGER_SECONDS', unless: '30' }
} as const

export type CountName = keyof typeof counts

export type Rate = Readonly<{ points: number; seconds: number }>

export type LimitSettings = Readonly<{
  /** False lifts every limit of number per time; those of size stay. */
  on: boolean
  /** Where shared rates are counted: `postgres` when several nodes run. */
  store: 'memory' | 'postgres'
  rates: Readonly<Record<LimitName, Rate>>
  counts: Readonly<Record<CountName, number>>
}>

/** Throws `CannotStart`. What number may be had at one time is lifted together with the rates. */
export function readLimits(read: Read): LimitSettings {
  return Object.freeze({
    on: onOrOff('STREFA_LIMITS', read('STREFA_LIMITS') ?? 'on'),
    store: store(read('LIMITS_STORE') ?? 'memory'),
    rates: each(read, rates, rate),
    counts: each(read, counts, (variable, value) => wholeNumber(variable, value, 1, 1_000_000))
  })
}

type Table<Name extends string> = Readonly<Record<Name, { variable: string; unless: string }>>

const each = <Name extends string, T>(
  read: Read,
  table: Table<Name>,
  reading: (variable: string, value: string) => T
) =>
  Object.fromEntries(
    Object.entries<Table<Name>[Name]>(table).map(([name, { variable, unless }]) => [
      name,
      reading(variable, read(variable) ?? unless)
    ])
  ) as Record<Name, T>

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600 }
const DAY = 86_400

function rate(variable: string, value: string): Rate {
  const [, points, count, unit] = /^(\d{1,9})\/(\d{0,5})([smh])$/.exec(value) ?? []
  const seconds = Number(count || 1) * (UNITS[unit ?? ''] ?? 0)
  if (Number(points) > 0 && seconds > 0 && seconds <= DAY) return { points: Number(points), seconds }
  throw new CannotStart(
    `${variable} must be a number in a time of at most 24h, such as 10/15m, not "${value}".`
  )
}

function store(value: string) {
  if (value === 'memory' || value === 'postgres') return value
  throw new CannotStart(`LIMITS_STORE must be "memory" or "postgres", not "${value}".`)
}
