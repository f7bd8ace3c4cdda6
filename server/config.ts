/** The environment, read once into one frozen object. A wrong value stops the start with a sentence that names its variable. */
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { readLimits, type LimitSettings } from './config/limits.ts'
import { readProxies } from './config/proxies.ts'
import { readQuotas, type Quotas } from './config/quotas.ts'
import { CannotStart, onOrOff, wholeNumber } from './config/values.ts'

export { CannotStart }
export { rates, type CountName, type LimitName, type LimitSettings, type Rate } from './config/limits.ts'

/** A place in an S3-compatible store. */
export type Bucket = Readonly<{
  /** An address, without a slash at its end. */
  endpoint: string
  bucket: string
  region: string
  accessKey: string
  secretKey: string
}>

export type Config = Readonly<{
  port: number
  host: string
  /** The address people open, without a slash at its end. */
  publicUrl: string
  /** An absolute path; the folder is there and can be written. */
  dataDir: string
  databaseUrl: string
  /** In a running app: the demo is on, and it is the demo firm that the database holds. */
  demo: boolean
  sessionSecret: string
  /** Absent: mails are written to `outbox` in the data folder. */
  smtpUrl: string | undefined
  /** Whether the outbox is a page; absent: in the demo only. */
  devMail: boolean | undefined
  mailFrom: string
  /** Bytes. */
  fileMaxSize: number
  /** Absent: contents of files lie in the data folder. */
  bucket: Bucket | undefined
  /** Days that a finished document is kept. */
  exportKeepDays: number
  /** Days that an entry of the security log is kept. */
  securityKeepDays: number
  /** How much one person, socket or network may ask for. */
  limits: LimitSettings
  quotas: Quotas
  /** Addresses and networks (CIDR) of the proxies whose `X-Forwarded-For` is believed. */
  trustedProxies: readonly string[]
  /** The hour, in each reader's own time zone, at which daily mails leave. */
  mailDigestHour: number
}>

/** What the environment says: without `databaseUrl`, the embedded PostgreSQL is to be started. */
export type Settings = Omit<Config, 'databaseUrl'> & Readonly<{ databaseUrl: string | undefined }>

type Environment = Record<string, string | undefined>

/** Throws `CannotStart`. Makes the data folder, and in it the session secret, when they are absent. */
export const readConfig = (environment: Environment): Settings => {
  const read = (name: string) => environment[name]?.trim() || undefined
  const port = wholeNumber('PORT', read('PORT') ?? '3030', 1, 65535)
  const publicUrl = address('PUBLIC_URL', read('PUBLIC_URL') ?? `http://localhost:${port}`, [
    'http:',
    'https:'
  ])
  const databaseUrl = optional(read('DATABASE_URL'), (value) =>
    address('DATABASE_URL', value, ['postgres:', 'postgresql:'])
  )
  const smtpUrl = optional(read('SMTP_URL'), (value) => address('SMTP_URL', value, ['smtp:', 'smtps:']))
  const demo = onOrOff('STREFA_DEMO', read('STREFA_DEMO') ?? (databaseUrl ? 'off' : 'on'))
  const devMail = optional(read('STREFA_DEV_MAIL'), (value) => onOrOff('STREFA_DEV_MAIL', value))
  const mailFrom = sender('MAIL_FROM', read('MAIL_FROM') ?? `Strefa <strefa@${new URL(publicUrl).hostname}>`)
  const mailDigestHour = wholeNumber('MAIL_DIGEST_HOUR', read('MAIL_DIGEST_HOUR') ?? '7', 0, 23)
  const fileMaxSize = wholeNumber('FILE_MAX_MB', read('FILE_MAX_MB') ?? '100', 1, 100_000) * 1_000_000
  const exportKeepDays = wholeNumber('EXPORT_KEEP_DAYS', read('EXPORT_KEEP_DAYS') ?? '30', 1, 3650)
  const securityKeepDays = wholeNumber('SECURITY_KEEP_DAYS', read('SECURITY_KEEP_DAYS') ?? '365', 1, 3650)
  const limits = readLimits(read)
  const quotas = readQuotas(read)
  const trustedProxies = readProxies(read('TRUSTED_PROXIES') ?? '')
  const bucket = bucketIn(read)
  const dataDir = dataFolder(resolve(read('DATA_DIR') ?? 'data'))
  return Object.freeze({
    port,
    host: read('HOST') ?? '127.0.0.1',
    publicUrl,
    dataDir,
    databaseUrl,
    demo,
    sessionSecret: sessionSecret(read('SESSION_SECRET'), dataDir),
    smtpUrl,
    devMail,
    mailFrom,
    fileMaxSize,
    bucket,
    exportKeepDays,
    securityKeepDays,
    limits,
    quotas,
    trustedProxies,
    mailDigestHour
  })
}

/** All of it or none: files must not land in the data folder because a name was mistyped. */
const bucketIn = (read: (name: string) => string | undefined): Bucket | undefined => {
  const names = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY']
  if (![...names, 'S3_REGION'].some(read)) return undefined
  for (const name of names)
    if (!read(name)) throw new CannotStart(`${name} is missing: ${names.join(', ')} belong together.`)
  const [endpoint, bucket, accessKey, secretKey] = names.map((name) => read(name)!) as [string, string, string, string] // prettier-ignore
  return {
    ...{ bucket, accessKey, secretKey, region: read('S3_REGION') ?? 'us-east-1' },
    endpoint: address('S3_ENDPOINT', endpoint, ['http:', 'https:'])
  }
}

const optional = <T>(value: string | undefined, reading: (value: string) => T) =>
  value === undefined ? undefined : reading(value)

/** The value itself is left out of the sentence: an address may carry a password. */
const address = (name: string, value: string, protocols: string[]) => {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url && protocols.includes(url.protocol)) return value.replace(/\/+$/, '')
  throw new CannotStart(`${name} must be an address that begins with ${protocols.join('// or ')}//.`)
}

const sender = (name: string, value: string) => {
  if (/^([^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.test(value)) return value
  throw new CannotStart(`${name} must be a mail address, such as "Strefa <strefa@example.com>".`)
}

const dataFolder = (folder: string) => {
  try {
    makeFolder(folder)
    const probe = join(folder, `.writable-${process.pid}`)
    writeFileSync(probe, '', { flush: true })
    rmSync(probe)
    return folder
  } catch (error) {
    throw new CannotStart(`DATA_DIR: the folder ${folder} cannot be used (${reason(error)}).`)
  }
}

/** Not `recursive: true`: where a file system refuses new folders with ENOENT, as /proc does, Node 24 never comes back. */
const makeFolder = (folder: string) => {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder)
}

const sessionSecret = (given: string | undefined, dataDir: string) => {
  if (given === undefined) return keptSecret(join(dataDir, 'session-secret'))
  if (given.length >= 32) return given
  throw new CannotStart('SESSION_SECRET must be at least 32 characters long.')
}

/** Two processes may come here at once: `link` lets the first one decide, and nobody sees half a file. */
const keptSecret = (file: string) => {
  try {
    if (!existsSync(file)) keepNewSecret(file)
    const secret = readFileSync(file, 'utf8').trim()
    if (secret.length >= 32) return secret
  } catch (error) {
    throw new CannotStart(`DATA_DIR: the file ${file} cannot be used (${reason(error)}).`)
  }
  throw new CannotStart(`The session secret in ${file} is too short; remove the file and a new one is made.`)
}

const keepNewSecret = (file: string) => {
  const draft = `${file}-${process.pid}`
  writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
}

const reason = (error: unknown) => (error as NodeJS.ErrnoException).code ?? (error as Error).message
