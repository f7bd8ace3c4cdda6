/** What a viewer missed since a cursor, folded into changes of their screen. */
import type { Database, Transaction } from '../database/index.ts'
import { partyOf, type Viewer } from '../policy/viewer.ts'
import type { FedEntry } from './feed.ts'
import { inSnapshot, lastPlace, readFeed } from './feed.ts'
import { concernedBy } from './concerned.ts'
import { fold, type Change } from './fold.ts'
import type { Kinds } from './kinds.ts'

/** A window that tells more than this is cheaper to fetch afresh. Only what the viewer sees counts. */
const MOST = 2000
export const EVERYTHING = 1_000_000

export async function missed(
  db: Database,
  kinds: Kinds,
  viewer: Viewer,
  since: number
): Promise<{ seq: number; changes: Change[] | null }> {
  return inSnapshot(db, async (trx) => {
    const seq = await lastPlace(trx)
    const entries = await relevant(trx, viewer, since)
    const changes = await fold(trx, kinds, entries, viewer)
    const whole = changes.length <= MOST && !(await missesSome(trx, kinds, entries, viewer))
    return { seq, changes: whole ? changes : null }
  })
}

/** An entry that is set aside cannot be told: whoever would be told of it fetches afresh, and nobody else notices. */
async function missesSome(trx: Transaction, kinds: Kinds, entries: FedEntry[], viewer: Viewer) {
  for (const entry of entries)
    if (entry.aside && (await concernedBy(trx, kinds, entry, viewer)).length > 0) return true
  return false
}

/** For externals, the entries of rooms they sit in or sat in, and those of no room: the rest cannot concern them. */
function relevant(trx: Transaction, viewer: Viewer, since: number): Promise<FedEntry[]> {
  const entries = readFeed(trx, since, EVERYTHING)
  if (!partyOf(viewer)) return entries
  return (entries as any).where((mine: any) =>
    mine
      .whereNull('journal.roomId')
      .orWhereIn('journal.roomId', trx('participants').select('roomId').where('userId', viewer.id))
      .orWhereRaw(
        `journal.service = 'participants' and coalesce(journal.after, journal.before)->>'userId' = ?`,
        [viewer.id]
      )
      .orWhereIn(
        'journal.roomId',
        trx('journal as gone')
          .select('gone.roomId')
          .whereRaw(`gone.service = 'participants' and gone.before->>'userId' = ?`, [viewer.id])
      )
  )
}
