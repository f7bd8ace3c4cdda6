import { BadRequest, Conflict, NotFound } from '@feathersjs/errors'
import { prepared, type Transaction } from '../../database/index.ts'
import type { Application, Params } from '../../declarations.ts'
import { authenticated, staffOnly } from '../../hooks/authenticated.ts'
import { once } from '../../hooks/once.ts'
import { seenFirst } from '../../hooks/seen.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate, validateQuery } from '../../hooks/validate.ts'
import type { Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import { visibleTo } from '../../policy/rules.ts'
import { partyOf, type Party, type Zone } from '../../policy/viewer.ts'
import { earlierIn, type Earlier } from '../earlier/earlier.choice.ts'
import { Records } from '../records.ts'
import {
  participantData,
  participantPatch,
  participantQuery,
  presentParticipant,
  type ParticipantData
} from './participants.schema.ts'

class ParticipantService extends Records {
  constructor(app: Application) {
    super(app, {
      service: 'participants',
      table: 'participants',
      sort: { createdAt: 1 },
      maxLimit: 500,
      kind: { scope: 'participant', shared: ['role'], load, present: presentParticipant }
    })
  }

  async create({ roomId, userId, role, earlier = 'nothing' }: ParticipantData, params: Params) {
    const trx = params.trx as Transaction
    // The person before the room: whoever moves them to another side takes them out of their rooms in that order.
    const user = await trx('users').where({ id: userId }).whereNull('deactivatedAt').forShare().first()
    // The room is held still, so that "all clients now in the room" means one thing to everyone.
    const room = await trx('rooms')
      .where('rooms.id', roomId)
      .modify(visibleTo(params.viewer, 'tasks', 'rooms'))
      .forNoKeyUpdate()
      .first()
    if (!room) throw fault(NotFound, 'notFound')
    if (!user) throw fault(BadRequest, 'noSuchPerson')
    const party = partyOf(user)
    const isNew = party !== null && !(await partiesIn(trx, roomId)).includes(party)
    if (earlier !== 'nothing' && !isNew) throw fault(BadRequest, 'earlierForNewcomers')
    const now = this.now()
    const row = { id: params.recordId, roomId, userId, role, createdAt: now }
    const [made] = await trx('participants')
      .insert(row)
      .onConflict(['roomId', 'userId'])
      .ignore()
      .returning('*')
    if (!made) throw fault(Conflict, 'alreadyHere')
    if (party) await trx('roomParties').insert({ roomId, party, enteredAt: now }).onConflict().ignore()
    await this.seatEntry(params, made, party, 'created', {}, made)
    if (party) await this.showEarlier(roomId, party, earlier, params)
    return this.presentTo(params.viewer, made)
  }

  /** Each record is shown by a change of its audience, told like any other. */
  private async showEarlier(roomId: string, party: Party, choice: Earlier, params: Params) {
    const shown = await earlierIn(this.app, params.trx as Transaction, { roomId, party, choice, held: true })
    for (const { service, row } of shown)
      await this.app
        .service(service)
        .patch(
          row.id,
          { audience: [...row.audience, party] },
          { viewer: params.viewer, trx: params.trx, query: {} }
        )
  }

  async patch(id: string, { role }: { role: string }, params: Params) {
    const before = await this.lock(id, params)
    if (before.role === role) return this.presentTo(params.viewer, before)
    const [made] = await this.db(params)('participants').where({ id }).update({ role }).returning('*')
    await this.seatEntry(params, made, await partyOfUser(params, made.userId), 'patched', before, made)
    return this.presentTo(params.viewer, made)
  }

  /** Participation is access: with it goes everything in the room. The party's last person takes its entry time along. */
  async remove(id: string, params: Params) {
    const trx = params.trx as Transaction
    const seat = await this.visible(params).where('participants.id', id).first('participants.roomId')
    if (!seat) throw fault(NotFound, 'notFound')
    await trx('rooms').where({ id: seat.roomId }).forNoKeyUpdate().first('id')
    const before = await this.lock(id, params)
    await trx('participants').where({ id }).delete()
    const party = await partyOfUser(params, before.userId)
    if (party && !(await partiesIn(trx, before.roomId)).includes(party))
      await trx('roomParties').where({ roomId: before.roomId, party }).delete()
    await this.seatEntry(params, before, party, 'removed', before, {})
    return { id, roomId: before.roomId }
  }

  private seatEntry(
    params: Params,
    row: Row,
    party: Party | null,
    event: 'created' | 'patched' | 'removed',
    before: object,
    after: object
  ) {
    const sight = { userId: row.userId as string, party }
    return this.entry(
      params,
      {
        recordId: row.id,
        roomId: row.roomId,
        event,
        before: event === 'created' ? null : sight,
        after: event === 'removed' ? null : sight
      },
      { before, after, fields: ['userId', 'role'] }
    )
  }
}

const load = async (trx: Transaction, ids: string[]): Promise<Row[]> => {
  const rows = await trx('participants')
    .join('users', 'users.id', 'participants.userId')
    .select('participants.*', 'zone', 'organizationId')
    .whereIn('participants.id', ids)
  return rows.map((row) => ({ ...row, party: partyOf(row) }))
}

const partyOfUser = async (params: Params, userId: string) =>
  partyOf(await (params.trx as Transaction)('users').where({ id: userId }).first('zone', 'organizationId'))

/** The parties that have an active person in the room now. */
export async function partiesIn(trx: Transaction, roomId: string): Promise<Party[]> {
  const rows: { zone: Zone; organizationId: string }[] = await trx('participants')
    .join('users', 'users.id', 'participants.userId')
    .distinct('zone', 'organizationId')
    .where({ roomId })
    .whereNot('zone', 'staff')
    .whereNull('deactivatedAt')
    .modify(prepared)
  return rows.map((row) => partyOf(row) as Party).sort()
}

export const participants = (app: Application) => {
  app.use('participants', new ParticipantService(app), {
    methods: ['find', 'get', 'create', 'patch', 'remove']
  })
  app.service('participants').hooks({
    around: {
      all: [authenticated()],
      create: [inTransaction()],
      patch: [inTransaction()],
      remove: [inTransaction()]
    },
    before: {
      find: [validateQuery(participantQuery)],
      create: [staffOnly(), validate(participantData), once()],
      patch: [seenFirst(), staffOnly(), validate(participantPatch)],
      remove: [seenFirst(), staffOnly()]
    }
  })
}
