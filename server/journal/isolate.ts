/**
 * Keeps a bad row from stopping a reader of the journal: the entries that break its work are found one by one and set aside, and
 * the rest is done without them, in one piece, as if they had never been.
 */
import type { AsideRow, Matter } from '../aside/index.ts'
import { isPassing } from '../database/failure.ts'
import type { Transaction } from '../database/index.ts'
import type { Application } from '../declarations.ts'
import { inSnapshot, type FedEntry } from './feed.ts'
import { fold } from './fold.ts'

interface Reading<T> {
  /** What is done with the entries. */
  work: () => Promise<T>
  /** The entries it is done with. */
  entries: (trx: Transaction) => Promise<FedEntry[]>
  /** What may break on one of them; the fold, where nothing else is said. */
  probe?: (trx: Transaction, entries: FedEntry[]) => Promise<unknown>
}

/** Does the work; where entries break it, sets them aside and does it once more. */
export async function isolating<T>(app: Application, reading: Reading<T>): Promise<T> {
  try {
    return await reading.work()
  } catch (error) {
    if (isPassing(error)) throw error
    if ((await setBrokenAside(app, reading)) === 0) throw error
    return reading.work()
  }
}

async function setBrokenAside(
  app: Application,
  { entries, probe = (trx, some) => fold(trx, app.get('kinds'), some) }: Reading<unknown>
) {
  const db = app.get('db')
  const all = await inSnapshot(db, entries)
  const sound = all.filter((entry) => !entry.aside)
  const broken = await brokenAmong(sound, (some) => inSnapshot(db, (trx) => probe(trx, some)))
  for (const { entry, error } of broken)
    await db.transaction(async (trx) => {
      // Held, so that the mail reader cannot pass the entry between our look and our word.
      const place = await trx('mailPlace').forShare().first('seq')
      await app.get('aside').put(trx, matterOf(entry), error, place.seq >= entry.seq)
    })
  return broken.length
}

const matterOf = ({ seq, service, recordId, roomId, actorId }: FedEntry): Matter => ({
  ...{ reader: 'journal', subject: String(seq), seq, service, recordId, roomId, userId: actorId }
})

interface Broken {
  entry: FedEntry
  error: unknown
}

/** By halves: one bad entry among five hundred takes some twenty looks. */
async function brokenAmong(
  entries: FedEntry[],
  probe: (entries: FedEntry[]) => Promise<unknown>
): Promise<Broken[]> {
  const [first] = entries
  if (!first) return []
  try {
    await probe(entries)
    return []
  } catch (error) {
    if (isPassing(error)) throw error
    if (entries.length === 1) return [{ entry: first, error }]
  }
  const middle = entries.length >> 1
  return [
    ...(await brokenAmong(entries.slice(0, middle), probe)),
    ...(await brokenAmong(entries.slice(middle), probe))
  ]
}

/** Feeds an entry again, at a new place, if it can be told now; its old place is passed over for good. */
export async function feedAgain(app: Application, trx: Transaction, aside: Pick<AsideRow, 'id' | 'seq'>) {
  const entry: FedEntry & { position: number } = await trx('feed')
    .join('journal', 'journal.position', 'feed.position')
    .where('feed.seq', aside.seq as number)
    .first('feed.seq', 'journal.*')
  await fold(trx, app.get('kinds'), [entry])
  await trx.raw(`select pg_advisory_xact_lock(hashtext('strefa feed'))`)
  const [{ seq }] = await trx('feed').insert({ position: entry.position }).returning('seq')
  await trx('setAside')
    .where({ id: aside.id })
    .update({ againSeq: seq, endedAt: app.get('clock').now() })
}
