/** Outsiders who bear the name of one of the firm's people. */
import type { Transaction } from '../../database/index.ts'
import type { Row } from '../../journal/kinds.ts'

/** Of an outsider: whether one of the firm's people, whenever they worked here, is called so. */
export const namesake = `(users.zone <> 'staff' and exists (
  select 1 from users as own where own.zone = 'staff' and "nameKey"(own.name) = "nameKey"(users.name)))`

/** Outsiders who are called as somebody of the firm is, or was until now: they are shown in another way to the firm. */
export async function namesakesOf(trx: Transaction, before: Partial<Row>, after: Row): Promise<string[]> {
  if (before.name === after.name && before.zone === after.zone) return []
  if (before.zone !== 'staff' && after.zone !== 'staff') return []
  const names = [before.name ?? after.name, after.name]
  const people: Row[] = await trx('users')
    .whereNot('zone', 'staff')
    .whereNot({ id: after.id })
    .whereRaw('"nameKey"(name) in ("nameKey"(?), "nameKey"(?))', names)
    .orderBy('id')
    .select('id')
  return people.map(({ id }) => id)
}
