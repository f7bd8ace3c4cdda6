/**
 * Whose screens a broken entry would have changed: the fold itself says so, over records stripped of everything but what decides
 * sight. Whoever may not see the record is not stirred; where not even that can be read, only administrators are told.
 */
import type { Transaction } from '../database/index.ts'
import { isAdmin, type Viewer } from '../policy/viewer.ts'
import type { RecordSight, Sight } from './append.ts'
import type { FedEntry } from './feed.ts'
import { fold } from './fold.ts'
import type { Kind, Kinds, Row } from './kinds.ts'

export async function concernedBy(trx: Transaction, kinds: Kinds, entry: FedEntry, only?: Viewer) {
  const attempt = async (stripped: boolean) => {
    const changes = await alone(trx, (inner) =>
      fold(inner, sightOnly(kinds, stripped), [sane(kinds, entry)], only)
    )
    return changes.flatMap(({ users }) => users)
  }
  const users = await attempt(false)
    .catch(() => attempt(true))
    .catch(() => admins(trx, only))
  return [...new Set(users)]
}

/** What fails in a savepoint leaves the snapshot usable. */
const alone = <T>(trx: Transaction, work: (inner: Transaction) => Promise<T>) => trx.transaction(work)

const sightOnly = (kinds: Kinds, stripped: boolean): Kinds =>
  new Map([...kinds].map(([service, kind]) => [service, stripped ? bare(service, kind) : mute(kind)]))

const mute = (kind: Kind): Kind => ({ ...kind, present: ({ id }) => ({ id }) })

/** Read without what a broken row may break on: joins, casts and whatever the kind makes of it. */
const bare = (service: string, { scope, shared }: Kind): Kind => ({
  ...{ scope, shared },
  present: ({ id }) => ({ id }),
  load: (trx, ids) => (scope === 'record' || scope === 'news' ? sightsIn(trx, service, ids) : asThere(ids))
})

/** As JSON, since not every table has both columns. */
const sightsIn = (trx: Transaction, table: string, ids: string[]): Promise<Row[]> =>
  trx(table)
    .whereIn('id', ids)
    .whereRaw(`to_jsonb(??)->>'withdrawnAt' is null`, [table])
    .select('id', trx.raw(`coalesce(to_jsonb(??)->'audience', '[]') as audience`, [table]))

const asThere = async (ids: string[]): Promise<Row[]> =>
  ids.map((id) => ({ id, userId: id, party: 'nobody' }))

/** An entry whose sights are not what they should be is taken as one that nobody saw before or after. */
function sane(kinds: Kinds, entry: FedEntry): FedEntry {
  const scope = kinds.get(entry.service)?.scope
  const fits = (sight: Sight): Sight => {
    if (scope === 'record' || scope === 'news')
      return Array.isArray((sight as RecordSight | null)?.audience) ? sight : null
    return sight && typeof sight === 'object' ? sight : null
  }
  return { ...entry, aside: false, before: fits(entry.before), after: fits(entry.after) }
}

async function admins(trx: Transaction, only?: Viewer): Promise<string[]> {
  if (only) return isAdmin(only) ? [only.id] : []
  const rows = await trx('users')
    .where({ zone: 'staff', role: 'admin' })
    .whereNull('deactivatedAt')
    .select('id')
  return rows.map(({ id }) => id)
}
