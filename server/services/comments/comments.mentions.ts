import { BadRequest } from '@feathersjs/errors'
import type { Transaction } from '../../database/index.ts'
import type { Params } from '../../declarations.ts'
import { fault } from '../../language/index.ts'
import type { Audience } from '../../policy/audience.ts'
import { partyOf } from '../../policy/viewer.ts'

/** A mention calls someone who will read it: the firm's people, and those of the audience who take part in the room. */
export async function refuseUnseenMentions(
  params: Params,
  roomId: string,
  audience: Audience,
  mentions: string[]
) {
  if (mentions.length === 0) return
  const trx = params.trx as Transaction
  const people = await trx('users')
    .select('users.id', 'zone', 'organizationId', 'participants.id as seat')
    .leftJoin('participants', (join) =>
      join.on('participants.userId', 'users.id').andOnVal('participants.roomId', roomId)
    )
    .whereIn('users.id', mentions)
    .whereNull('deactivatedAt')
  const readers = people.filter((person) => {
    const party = partyOf(person)
    if (party) return person.seat && audience.includes(party)
    return person.seat || params.viewer.zone === 'staff'
  })
  if (readers.length < new Set(mentions).size) throw fault(BadRequest, 'mentionUnseen')
}
