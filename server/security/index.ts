/** The security log: sign-ins, failed ones, and whatever changes who may do what. Administrators read it; nothing else does. */
import { randomUUID } from 'node:crypto'
import { prepared, type Database, type Transaction } from '../database/index.ts'
import type { Application } from '../declarations.ts'
import type { Client } from './client.ts'

export const securityEventKinds = [
  'signed-in',
  'sign-in-failed',
  'signed-out',
  'reset-requested',
  'password-changed',
  'sessions-ended',
  'person-invited',
  'invitation-accepted',
  'role-changed',
  'person-deactivated',
  'person-reactivated',
  'impersonation-started',
  'impersonation-ended',
  'export-requested',
  'export-downloaded',
  'limit-exceeded',
  'firm-set-up'
] as const

export type SecurityEventKind = (typeof securityEventKinds)[number]

export interface SecurityEvent {
  kind: SecurityEventKind
  /** Whose account it is about; absent where it is nobody's. */
  userId?: string | null
  /** Who did it, where it was not that person. */
  actorId?: string | null
  /** Never a secret, nor anything that was typed into a form: a password may stand in the field of the address. */
  details?: Record<string, string | number | boolean | null>
}

interface Circumstances {
  client?: Client
  /** The event is kept only if this transaction commits. */
  trx?: Transaction
}

/** Keeps one event, with where the call came from. Rejects only where the database does. */
export async function noteSecurityEvent(
  app: Application,
  { kind, userId = null, actorId = null, details = {} }: SecurityEvent,
  { client, trx }: Circumstances
) {
  const db: Database | Transaction = trx ?? app.get('db')
  await db('securityEvents')
    .insert({
      ...{
        id: randomUUID(),
        at: app.get('clock').now(),
        kind,
        userId,
        actorId: actorId === userId ? null : actorId
      },
      ...{ address: client?.address ?? null, agent: client?.agent ?? null, details }
    })
    .modify(prepared)
}

const DAY = 24 * 3_600_000

/** Removes what is older than the firm keeps. */
export const expireSecurityEvents = (app: Application) =>
  app
    .get('db')('securityEvents')
    .where('at', '<', new Date(app.get('clock').now().getTime() - app.get('config').securityKeepDays * DAY))
    .delete()
