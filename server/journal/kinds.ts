/** What the journal's readers know of each kind of record. Every service that keeps records registers its own. */
import type { Transaction } from '../database/index.ts'
import type { Side } from '../policy/viewer.ts'

/** The eyes a packet is made for: a side, and whether the record is the reader's own. */
export type View = Side & { mine: boolean }

export type Row = Record<string, any> & { id: string }

/**
 * How sight of a record is decided: `room` is the room itself; `record` and `participant` live in a room; `news`,
 * `organization` and `person` stand alone; `staff` stands alone and is the firm's; `own` is seen by the user it belongs to
 * and by nobody else.
 */
export type Scope = 'room' | 'record' | 'participant' | 'news' | 'organization' | 'person' | 'staff' | 'own'

export interface Kind {
  scope: Scope
  /** The rows of these ids that are still there, with all that `present` needs. */
  load(trx: Transaction, ids: string[]): Promise<Row[]>
  /** The allow-list of what leaves for these eyes. */
  present(row: Row, view: View): object
  /** Those to whom it is their own, where that is more than its author: each gets a packet of their own. */
  owners?(row: Row): string[]
  /** Fields whose change externals can notice in what they are shown. */
  shared: readonly string[]
}

export type Kinds = Map<string, Kind>

export const isRoomService = (service: string) => service === 'tasks' || service === 'sales-activities'
export const roomService = (kind: string) => (kind === 'task' ? 'tasks' : 'sales-activities')
