import type { HookContext as FeathersHookContext, Params as FeathersParams } from '@feathersjs/feathers'
import type { Application as KoaApplication } from '@feathersjs/koa'
import type { Aside } from './aside/index.ts'
import type { Config } from './config.ts'
import type { Database, Transaction } from './database/index.ts'
import type { Files } from './files/index.ts'
import type { Cursors } from './journal/cursor.ts'
import type { Kinds } from './journal/kinds.ts'
import type { Sequencer } from './journal/sequencer.ts'
import type { Jobs } from './jobs/index.ts'
import type { Limits } from './limits/index.ts'
import type { Live } from './live/index.ts'
import type { Mail } from './mail/index.ts'
import type { Viewer } from './policy/viewer.ts'
import type { Client } from './security/client.ts'
import type { Workers } from './workers/index.ts'

/** Where times and ids come from; the tests of the laws, and the demo firm's past, set their own. */
export interface Clock {
  now(): Date
  id(): string
}

export interface Settings {
  config: Config
  db: Database
  clock: Clock
  limits: Limits
  aside: Aside
  kinds: Kinds
  cursors: Cursors
  sequencer: Sequencer
  live: Live
  jobs: Jobs
  workers: Workers
  mail: Mail
  files: Files
  /** Milliseconds between what happens and a mail about it; 45 seconds where it is not set. */
  mailDelay?: number
  /** The word that opens every account of the demo firm, where there is one. */
  demoPassword?: string
  authentication: object
}

export type Services = Record<string, any>
export type Application = KoaApplication<Services, Settings>
export type HookContext = FeathersHookContext<Application, any>

export interface Params extends FeathersParams {
  viewer: Viewer
  /** Where a call from outside comes from. */
  client?: Client
  /** The transaction under way, if any: work joins it. */
  trx?: Transaction
  /** Of a call that is done once more: how often it was tried before. */
  attempt?: number
  /** The id that a record about to be made will have. */
  recordId?: string
  query: Record<string, any>
}
