import type { Application, Params } from '../../declarations.ts'
import type { Row } from '../../journal/kinds.ts'
import { noteSecurityEvent } from '../../security/index.ts'

/** What the security log keeps of a change of somebody's account. */
export async function noteChanges(app: Application, before: Row, after: Row, params: Params) {
  const about = { userId: before.id, actorId: params.viewer.id }
  const roleOf = ({ zone, role }: Row) => (role ? `${zone}:${role}` : zone)
  const details = { from: roleOf(before), to: roleOf(after) }
  if (details.from !== details.to)
    await noteSecurityEvent(app, { kind: 'role-changed', ...about, details }, params)
  if (before.passwordHash !== after.passwordHash)
    await noteSecurityEvent(app, { kind: 'password-changed', ...about }, params)
  if (Boolean(before.deactivatedAt) === Boolean(after.deactivatedAt)) return
  const kind = after.deactivatedAt ? 'person-deactivated' : 'person-reactivated'
  await noteSecurityEvent(app, { kind, ...about }, params)
}
