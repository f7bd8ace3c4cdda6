/** What comments and links have in common: said by someone in a room, to an audience, and withdrawn rather than deleted. */
import { BadRequest, Forbidden } from '@feathersjs/errors'
import type { Transaction } from '../database/index.ts'
import type { Params } from '../declarations.ts'
import type { Row } from '../journal/kinds.ts'
import { fault } from '../language/index.ts'
import { expandAudience, intersect, sameAudience, type Audience } from '../policy/audience.ts'
import { isAdmin, isStaff, partyOf } from '../policy/viewer.ts'
import { partiesIn } from './participants/participants.service.ts'
import { editedBefore } from './edits.ts'
import { InRoom, withAuthor } from './in-room.ts'

export abstract class Spoken extends InRoom {
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
    const readers = intersect(before.audience, audience)
    const edited = editedBefore(readers, before, this.now(), 'version' in text)
    const row = { ...(changed && { ...text, ...edited }), audience }
    return this.write(before, row, params)
  }

  async withdraw(before: Row, params: Params) {
    if (before.authorId !== params.viewer.id && !isAdmin(params.viewer)) throw fault(Forbidden, 'forbidden')
    await this.write(before, { withdrawnAt: this.now() }, params)
    return { id: before.id, roomId: before.roomId }
  }

  /** The row with what `present` needs beside its own columns. */
  async whole(row: Row, params: Params): Promise<Row> {
    const [whole] = await this.options.kind.load(params.trx as Transaction, [row.id])
    return whole ?? row
  }
}

export const narrowed = (before: Audience, after: Audience) =>
  !sameAudience(before, after) && before.some((party) => !after.includes(party))
