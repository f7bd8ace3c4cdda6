import { BadRequest } from '@feathersjs/errors'
import type { Transaction } from '../../database/index.ts'
import type { Params } from '../../declarations.ts'
import type { Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import type { Audience } from '../../policy/audience.ts'
import { isStaff, partyOf, type Side } from '../../policy/viewer.ts'

/** What the firm's people stand for beside the parties. */
const FIRM = ''

/**
 * A mention calls someone who will read it: the firm's people, and those of the audience who take part in the room. With
 * each goes the party they stand for at this moment, so that other parties are never told whom it calls.
 */
export async function calling(params: Params, roomId: string, audience: Audience, wanted: string[]) {
  const mentions = [...new Set(wanted)]
  if (mentions.length === 0) return { mentions, mentionParties: [] }
  const people = await (params.trx as Transaction)('users')
    .select('users.id', 'zone', 'organizationId', 'participants.id as seat')
    .leftJoin('participants', (join) =>
      join.on('participants.userId', 'users.id').andOnVal('participants.roomId', roomId)
    )
    .whereIn('users.id', mentions)
    .whereNull('deactivatedAt')
  const parties = new Map<string, string>()
  for (const person of people) {
    const party = partyOf(person)
    const reads = party ? person.seat && audience.includes(party) : person.seat || isStaff(params.viewer)
    if (reads) parties.set(person.id, party ?? FIRM)
  }
  const mentionParties = mentions.map((id) => parties.get(id))
  if (mentionParties.includes(undefined)) throw fault(BadRequest, 'mentionUnseen')
  return { mentions, mentionParties: mentionParties as string[] }
}

/** Whom it calls, as far as this side may know them: the firm's people and their own. */
export const mentionsFor = (row: Row, side: Pick<Side, 'zone' | 'party'>): string[] =>
  row.mentions.filter(
    (_: string, at: number) => isStaff(side) || [FIRM, side.party].includes(row.mentionParties[at])
  )
