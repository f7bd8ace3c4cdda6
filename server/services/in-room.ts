/** A record in a room, with an audience of its own: written, withdrawn and brought back in one way, whatever it is. */
import { NotFound } from '@feathersjs/errors'
import { prepared, type Transaction } from '../database/index.ts'
import type { Params } from '../declarations.ts'
import type { RecordSight } from '../journal/append.ts'
import type { Row } from '../journal/kinds.ts'
import { fault } from '../language/index.ts'
import { intersect, type Audience } from '../policy/audience.ts'
import { visibleTo } from '../policy/rules.ts'
import { isAdmin, isStaff, partyOf, type Viewer } from '../policy/viewer.ts'
import { Records } from './records.ts'

export abstract class InRoom extends Records {
  /** Fields whose change is told; `audience` among them. */
  abstract fields: readonly string[]

  /** Holds the room still for the length of the transaction: nobody can leave it, and no audience change it, meanwhile. */
  holdRoom(roomId: string, params: Params) {
    return holdRoom(roomId, params)
  }

  stamps({ viewer, recordId }: Params) {
    return { id: recordId, authorId: viewer.id, authorParty: partyOf(viewer), createdAt: this.now() }
  }

  /** `made` has all that `present` needs. */
  async told(params: Params, made: Row) {
    await this.entry(
      params,
      { ...whose(made), event: 'created', before: null, after: { audience: made.audience } },
      { before: {}, after: made, fields: this.fields }
    )
    return this.presentTo(params.viewer, made)
  }

  async write(
    before: Row,
    changes: Record<string, unknown>,
    params: Params,
    sight: Partial<RecordSight> = {}
  ): Promise<Row> {
    const table = this.options.table
    const [after] = await this.db(params)(table).where({ id: before.id }).update(changes).returning('*')
    const same = this.fields.every(
      (field) => JSON.stringify(before[field] ?? null) === JSON.stringify(after[field] ?? null)
    )
    if (!same || 'parent' in sight)
      await this.entry(
        params,
        {
          ...whose(before),
          event: after.withdrawnAt ? 'removed' : 'patched',
          before: { audience: before.audience },
          after: after.withdrawnAt ? null : { audience: after.audience }
        },
        { before, after, fields: this.fields }
      )
    return after
  }

  /** Brought back to those who saw it when it was withdrawn, within what it hangs on now. */
  async restore(id: string, params: Params) {
    const trx = params.trx as Transaction
    const { table } = this.options
    const found = await trx(table).where({ id }).whereNotNull('withdrawnAt').first('roomId')
    if (!found) throw fault(NotFound, 'notFound')
    await this.holdRoom(found.roomId, params)
    const parent = await this.holdAbove(id, params)
    const before = await trx(table).where({ id }).whereNotNull('withdrawnAt').forUpdate().first()
    if (!before) throw fault(NotFound, 'notFound')
    const audience = parent
      ? withAuthor(before, intersect(before.audience, parent.audience))
      : before.audience
    const [after] = await trx(table).where({ id }).update({ withdrawnAt: null, audience }).returning('*')
    await this.entry(
      params,
      { ...whose(before), event: 'patched', before: null, after: { audience } },
      { before, after, fields: this.fields }
    )
    return after as Row
  }

  /** What the record hangs on, held still; nothing where it stands alone. */
  async holdAbove(_id: string, _params: Params): Promise<Row | undefined> {
    return undefined
  }

  /** What was withdrawn together with the comment that it hangs on. */
  async comeBack(commentId: string, since: string, params: Params) {
    const gone: Row[] = await this.db(params)(this.options.table)
      .where({ commentId })
      .where('withdrawnAt', '>=', since)
      .orderBy('id')
      .select('id')
    for (const { id } of gone) await this.restore(id, params)
  }

  hangingOn(commentId: string, params: Params): Promise<Row[]> {
    return this.db(params)(this.options.table)
      .where({ commentId })
      .whereNull('withdrawnAt')
      .orderBy('id')
      .forUpdate() as unknown as Promise<Row[]>
  }
}

/**
 * The seat is locked with the room, for whoever is let in by it: a lock that was waited for tells nothing of rows that
 * other transactions have deleted meanwhile, unless those are locked too.
 */
export async function holdRoom(roomId: string, { viewer, trx }: Params) {
  const seated = !isStaff(viewer)
  const room = (trx as Transaction)('rooms')
    .where('rooms.id', roomId)
    .modify(visibleTo(viewer, 'tasks', 'rooms'))
    .forShare(...(seated ? ['rooms', 'seat'] : ['rooms']))
    .modify(prepared)
  if (seated)
    room.join('participants as seat', (join) =>
      join.on('seat.roomId', 'rooms.id').andOnVal('seat.userId', viewer.id)
    )
  const found = await room.first('rooms.id', 'rooms.private')
  if (!found || !(await mayStay(found, viewer, trx as Transaction))) throw fault(NotFound, 'notFound')
}

/** The firm's people need a seat in a private room only. */
const mayStay = async (room: Row, viewer: Viewer, trx: Transaction) =>
  !room.private || isAdmin(viewer) || !isStaff(viewer)
    ? true
    : (await trx('participants').where({ roomId: room.id, userId: viewer.id }).forShare().first('id')) !==
      undefined

export const whose = (row: Row) => ({
  recordId: row.id,
  roomId: row.roomId as string,
  authorId: row.authorId as string
})

/** The author's party always stays: nobody is shut out of what they said themselves. */
export const withAuthor = (row: Row, audience: Audience): Audience =>
  row.authorParty && !audience.includes(row.authorParty) ? [...audience, row.authorParty].sort() : audience
