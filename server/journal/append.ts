/** The one append-only record of every change. An entry is written in the transaction of the change, after the row itself. */
import { createHash, randomBytes } from 'node:crypto'
import { prepared, type Transaction } from '../database/index.ts'
import type { Party } from '../policy/viewer.ts'

/** What decides sight of a record at one moment; null means that nobody could see it (not there, withdrawn, deleted). */
export type Sight = RecordSight | ParticipantSight | RoomSight | Record<string, never> | null

export interface RecordSight {
  audience: Party[]
  /** Of a reply whose parent's audience changed: who sees the parent, null for nobody. */
  parent?: Party[] | null
}
export interface ParticipantSight {
  userId: string
  party: Party | null
}
export interface RoomSight {
  private: boolean
}

export interface Entry {
  id: string
  at: string
  actorId: string | null
  roomId: string | null
  service: string
  recordId: string
  event: 'created' | 'patched' | 'removed'
  authorId: string | null
  before: Sight
  after: Sight
  /** Names of the fields whose value is not what it was. */
  changed: string[]
}

export type NewEntry = Omit<Entry, 'changed'> & {
  /** Field -> [earlier value, new value]. */
  values?: Record<string, [unknown, unknown]>
}

/** Call it when the record's row is written or locked: entries of one record then stand in the order of its changes. */
export async function append(trx: Transaction, ...entries: NewEntry[]) {
  if (entries.length === 0) return
  const rows = entries.map(({ values = {}, ...entry }) => {
    const salt = randomBytes(16).toString('hex')
    return { ...entry, changed: Object.keys(values), digest: digestOf(salt, values), salt, values }
  })
  const written = trx.raw(
    `with entry as (
       select * from jsonb_to_recordset(?::jsonb) as e(id uuid, at timestamptz, "actorId" uuid, "roomId" uuid, service text,
         "recordId" uuid, event text, "authorId" uuid, before jsonb, after jsonb, changed jsonb, digest text, salt text, values jsonb)
     ), written as (
       insert into journal (id, at, "actorId", "roomId", service, "recordId", event, "authorId", before, after, changed, digest)
       select id, at, "actorId", "roomId", service, "recordId", event, "authorId", nullif(before, 'null'), nullif(after, 'null'),
         array(select jsonb_array_elements_text(changed)), digest from entry
       returning id, position
     ), kept as (
       insert into "journalValues" ("entryId", salt, values)
       select written.id, entry.salt, entry.values from written join entry using (id)
     )
     insert into "journalPending" (position) select position from written`,
    [JSON.stringify(rows)]
  )
  await prepared(written)
}

/** Salted, so that a short old text cannot be guessed from its digest. */
export const digestOf = (salt: string, values: Record<string, [unknown, unknown]>) =>
  createHash('sha256').update(salt).update(JSON.stringify(values)).digest('hex')

/** The fields in which two states of a row differ, as `values` of an entry. */
export function difference(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  fields: readonly string[]
) {
  const values: Record<string, [unknown, unknown]> = {}
  for (const field of fields) {
    const pair: [unknown, unknown] = [before[field] ?? null, after[field] ?? null]
    if (JSON.stringify(pair[0]) !== JSON.stringify(pair[1])) values[field] = pair
  }
  return values
}
