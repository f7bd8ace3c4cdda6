import type { SecurityEventKind } from '../../../../server/security/index.ts'
import type { SecurityEventLine } from '../../../../server/services/security-events/security-events.service.ts'
import type { Query } from '#lib/live/client.ts'
import { m } from '#lib/paraglide/messages.js'

export type { SecurityEventKind, SecurityEventLine }

const words: Record<SecurityEventKind, () => string> = {
  'signed-in': m.security_signed_in,
  'sign-in-failed': m.security_sign_in_failed,
  'signed-out': m.security_signed_out,
  'reset-requested': m.security_reset_requested,
  'password-changed': m.security_password_changed,
  'sessions-ended': m.security_sessions_ended,
  'person-invited': m.security_person_invited,
  'invitation-accepted': m.security_invitation_accepted,
  'role-changed': m.security_role_changed,
  'person-deactivated': m.security_person_deactivated,
  'person-reactivated': m.security_person_reactivated,
  'impersonation-started': m.security_impersonation_started,
  'impersonation-ended': m.security_impersonation_ended,
  'export-requested': m.security_export_requested,
  'export-downloaded': m.security_export_downloaded,
  'limit-exceeded': m.security_limit_exceeded,
  'firm-set-up': m.security_firm_set_up
}

export const kinds = Object.keys(words) as SecurityEventKind[]
export const kindWord = (kind: SecurityEventKind): string => words[kind]?.() ?? kind
/** What an administrator should look at first. */
export const isAlarming = (kind: SecurityEventKind) => kind === 'sign-in-failed' || kind === 'limit-exceeded'

const roles: Record<string, () => string> = {
  'staff:admin': m.security_role_admin,
  'staff:member': m.security_role_member,
  client: m.security_role_client,
  partner: m.security_role_partner
}
const roleWord = (role: unknown) => roles[String(role)]?.() ?? String(role)

/** The particulars of an event in words; empty where it has none that a person reads. */
export const detailOf = ({ kind, details }: SecurityEventLine): string => {
  if (kind === 'role-changed')
    return m.security_from_to({ from: roleWord(details.from), to: roleWord(details.to) })
  return kind === 'limit-exceeded' && details.limit ? String(details.limit) : ''
}

export const periods = { day: 1, week: 7, month: 30 } as const
export type Period = keyof typeof periods

export interface SecurityFilters {
  kind: SecurityEventKind[]
  userId: string | null
  period: Period | null
}

/** Fields that an address may carry: what is not known is left out. */
export const filtersIn = (params: Pick<URLSearchParams, 'get' | 'getAll'>): SecurityFilters => {
  const period = params.get('period')
  return {
    kind: kinds.filter((kind) => params.getAll('kind').includes(kind)),
    userId: params.get('person'),
    period: period && period in periods ? (period as Period) : null
  }
}

export const addressOf = ({ kind, userId, period }: SecurityFilters): string => {
  const params = new URLSearchParams(kind.map((one) => ['kind', one]))
  if (userId) params.set('person', userId)
  if (period) params.set('period', period)
  return params.size > 0 ? `/security?${params}` : '/security'
}

const DAY = 86_400_000

export const queryOf = ({ kind, userId, period }: SecurityFilters, now: number): Query => ({
  ...(kind.length > 0 && { kind: { $in: kind } }),
  ...(userId && { userId }),
  ...(period && { at: { $gte: new Date(now - periods[period] * DAY).toISOString() } })
})
