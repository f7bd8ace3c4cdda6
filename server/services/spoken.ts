/** What comments and links have in common: said by someone in a room, to an audience, and withdrawn rather than deleted. */
import { BadRequest, Forbidden, NotFound } from '@feathersjs/errors'
import { prepared, type Transaction } from '../database/index.ts'
import type { Params } from '../declarations.ts'
import type { RecordSight } from '../journal/append.ts'
import type { Row } from '../journal/kinds.ts'
import { fault } from '../language/index.ts'
import { expandAudience, intersect, sameAudience, type Audience } from '../policy/audience.ts'
import { visibleTo } from '../policy/rules.ts'
import { isAdmin, isStaff, partyOf } from '../policy/viewer.ts'
import { partiesIn } from './participants/participants.service.ts'
import { Records } from './records.ts'

export abstract class Spoken extends Records {
  /** Fields whose change is told; `audience` among them. */
  abstract fields: readonly string[]

  /** Holds the room still for the length of the transaction: nobody can leave it, and no audience change it, meanwhile. */
  async holdRoom(roomId: string, params: Params) {
    const trx = params.trx as Transaction
    const room = await trx('rooms')
      .where('rooms.id', roomId)
      .modify(visibleTo(params.viewer, 'tasks', 'rooms'))
      .forShare()
      .modify(prepared)
      .first('id')
    if (!room) throw fault(NotFound, 'notFound')
  }

  /** An external's record starts at their own party; staff choose, and say nothing outside unless they choose it. */
  async audienceFor(roomId: string, wanted: string[] | undefined, params: Params): Promise<Audience> {
    const party = partyOf(params.viewer)
    return party ? [party] : this.expand(roomId, wanted ?? [], [], params)
  }

  async expand(roomId: string, wanted: string[], kept: Audience, params: Params): Promise<Audience> {
    if (wanted.length === 0) return []
    const audience = expandAudience(wanted, await partiesIn(params.trx as Transaction, roomId), kept)
    if (!audience) throw fault(BadRequest, 'partyNotHere', { party: wanted.join(', ') })
    return audience
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

  /**
   * Text is the author's alone; the audience is the staff's. An external's edit returns the record to their own party, for
   * they cannot know who else reads it by now.
   */
  async change(before: Row, text: Record<string, unknown>, wanted: string[] | undefined, params: Params) {
    const { viewer } = params
    const edits = Object.keys(text).length > 0
    if (edits && before.authorId !== viewer.id) throw fault(Forbidden, 'forbidden')
    let audience: Audience = before.audience
    if (wanted)
      audience = withAuthor(before, await this.expand(before.roomId, wanted, before.audience, params))
    if (edits && !isStaff(viewer)) audience = [partyOf(viewer) as string]
    const changed =
      edits &&
      Object.entries(text).some(([field, value]) => JSON.stringify(before[field]) !== JSON.stringify(value))
    const row = { ...(changed && { ...text, editedAt: this.now() }), audience }
    return this.write(before, row, params)
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

  async withdraw(before: Row, params: Params) {
    if (before.authorId !== params.viewer.id && !isAdmin(params.viewer)) throw fault(Forbidden, 'forbidden')
    await this.write(before, { withdrawnAt: this.now() }, params)
    return { id: before.id, roomId: before.roomId }
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

  /** The row with what `present` needs beside its own columns. */
  async whole(row: Row, params: Params): Promise<Row> {
    const [whole] = await this.options.kind.load(params.trx as Transaction, [row.id])
    return whole ?? row
  }
}

export const whose = (row: Row) => ({
  recordId: row.id,
  roomId: row.roomId as string,
  authorId: row.authorId as string
})

/** The author's party always stays: nobody is shut out of what they said themselves. */
export const withAuthor = (row: Row, audience: Audience): Audience =>
  row.authorParty && !audience.includes(row.authorParty) ? [...audience, row.authorParty].sort() : audience

export const narrowed = (before: Audience, after: Audience) =>
  !sameAudience(before, after) && before.some((party) => !after.includes(party))
