/** What of a room's earlier talk a newcomer's party is shown. The preview and the act itself ask this one function. */
import type { Database, Transaction } from '../../database/index.ts'
import type { Application } from '../../declarations.ts'
import type { Row } from '../../journal/kinds.ts'
import type { Party } from '../../policy/viewer.ts'
import { partiesIn } from '../participants/participants.service.ts'
import { Spoken } from '../spoken.ts'

/** `nothing`; what every other party of the newcomer's zone sees; or these records. */
export type Earlier = 'nothing' | 'same' | string[]

export interface Shown {
  service: string
  row: Row
  /** Whether all other parties of the newcomer's zone see it. */
  same: boolean
}

interface Question {
  roomId: string
  party: Party
  choice: Earlier | 'all'
  /** Whether the records are held still, to be shown in this transaction. */
  held?: boolean
}

/** Internal records are never among them: those are shown one by one, from their own menu. */
export async function earlierIn(
  app: Application,
  trx: Database | Transaction,
  { roomId, party, choice, held = false }: Question
): Promise<Shown[]> {
  if (choice === 'nothing') return []
  const zone = party.split(':')[0] as string
  const others = (await partiesIn(trx as Transaction, roomId)).filter(
    (other) => other !== party && other.startsWith(zone)
  )
  const shown: Shown[] = []
  for (const [service, { options }] of spokenOf(app))
    for (const row of await rowsOf(trx, options.table, roomId, held)) {
      if (row.audience.length === 0 || row.audience.includes(party)) continue
      const same = others.length > 0 && others.every((other) => row.audience.includes(other))
      if (choice === 'all' || (choice === 'same' ? same : choice.includes(row.id)))
        shown.push({ service, row, same })
    }
  return closed(trx, shown, party)
}

const spokenOf = (app: Application): [string, Spoken][] =>
  Object.entries(app.services as Record<string, unknown>).filter(
    (pair): pair is [string, Spoken] => pair[1] instanceof Spoken
  )

/** Locked in the order in which a change of audience locks them: what others hang on comes first. */
async function rowsOf(trx: Database | Transaction, table: string, roomId: string, held: boolean) {
  const rows: Row[] = await trx(table)
    .where({ roomId })
    .whereNull('withdrawnAt')
    .orderBy('id')
    .modify((query) => void (held && query.forUpdate()))
  return rows.sort((one, other) => Number(hangsOn(one) !== null) - Number(hangsOn(other) !== null))
}

export const hangsOn = (row: Row): string | null => row.parentId ?? row.commentId ?? null

/** What hangs on a record that stays hidden stays hidden with it. */
async function closed(trx: Database | Transaction, shown: Shown[], party: Party): Promise<Shown[]> {
  const needed = shown.flatMap(({ row }) => hangsOn(row) ?? [])
  const hidden: Row[] = await trx('comments')
    .select('id')
    .whereIn('id', needed)
    .whereNull('withdrawnAt')
    .whereRaw('not (? = any(audience))', [party])
  const open = new Set(shown.map(({ row }) => row.id))
  const stays = new Set(hidden.map(({ id }) => id).filter((id) => !open.has(id)))
  return shown.filter(({ row }) => !stays.has(hangsOn(row) ?? ''))
}
