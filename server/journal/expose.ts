/** Keeps that records have reached somebody outside the firm, with an entry for each; only the first time counts. */
import type { Transaction } from '../database/index.ts'
import type { Clock } from '../declarations.ts'
import { partyOf, type Viewer } from '../policy/viewer.ts'
import { append } from './append.ts'
import type { Row } from './kinds.ts'

interface Reach {
  service: string
  records: { id: string; roomId: string }[]
  how: 'seenAt' | 'mailedAt'
}

/** Whether the viewer may see the records is the caller's to know. */
export async function expose(clock: Clock, trx: Transaction, viewer: Viewer, reach: Reach) {
  const { service, how } = reach
  const rows = reach.records
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .map(({ id, roomId }) => ({
      id: clock.id(),
      roomId,
      service,
      recordId: id,
      userId: viewer.id,
      party: partyOf(viewer),
      [how]: clock.now()
    }))
  if (rows.length === 0) return
  const kept: Row[] = await trx('exposures')
    .insert(rows)
    .onConflict(['recordId', 'userId'])
    .merge([how])
    .whereNull(`exposures.${how}`)
    .returning('*')
  await append(trx, ...kept.map((row) => told(clock, row, how)))
}

const told = (clock: Clock, row: Row, how: Reach['how']) => ({
  id: clock.id(),
  at: clock.now().toISOString(),
  actorId: row.userId as string,
  roomId: row.roomId as string,
  service: 'exposures',
  recordId: row.id,
  event: row.seenAt && row.mailedAt ? ('patched' as const) : ('created' as const),
  authorId: null,
  before: row.seenAt && row.mailedAt ? { audience: [] } : null,
  after: { audience: [] },
  values: { [how]: [null, row[how]] as [unknown, unknown] }
})
