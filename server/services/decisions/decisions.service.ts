/** A question that staff put to people of one party: answered once, never altered, replaced only by another. */
import { BadRequest, Conflict } from '@feathersjs/errors'
import type { Transaction } from '../../database/index.ts'
import type { Application, Params } from '../../declarations.ts'
import { authenticated, staffOnly } from '../../hooks/authenticated.ts'
import { once } from '../../hooks/once.ts'
import { seenFirst } from '../../hooks/seen.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate, validateQuery } from '../../hooks/validate.ts'
import type { Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import { partyOf, type Party } from '../../policy/viewer.ts'
import { holdRoom, whose } from '../in-room.ts'
import { Records } from '../records.ts'
import { pin } from './decisions.about.ts'
import { remind, remindAfterAll, remindAt } from './decisions.reminders.ts'
import {
  decisionData,
  decisionPatch,
  decisionQuery,
  presentDecision,
  waitingIn,
  type DecisionData,
  type DecisionState
} from './decisions.schema.ts'

const told = ['question', 'kind', 'options', 'party', 'askedIds', 'rule', 'dueAt', 'about', 'supersedesId', 'state'] as const // prettier-ignore

export class DecisionService extends Records {
  constructor(app: Application) {
    super(app, {
      service: 'decisions',
      table: 'decisions',
      sort: { createdAt: -1 },
      kind: {
        scope: 'record',
        shared: ['question', 'state', 'answers', 'remindedAt'],
        load: loadDecisions,
        present: presentDecision,
        owners: (row) => [row.authorId, ...waitingIn(row)]
      }
    })
  }

  async create(data: DecisionData, params: Params) {
    const { roomId, question, kind, askedIds, rule = 'any', requestId } = data
    // Held, so that nobody who is asked leaves while they are being asked.
    await holdRoom(roomId, params)
    const party = await this.partyAsked(roomId, askedIds, data.party, params)
    const earlier = data.supersedesId ? await this.replaced(data.supersedesId, roomId, party, params) : null
    const createdAt = this.now()
    const dueAt = data.dueAt ? inUtc(data.dueAt) : null
    const row = {
      id: params.recordId,
      ...{
        roomId,
        authorId: params.viewer.id,
        question: question.trim(),
        kind,
        rule,
        dueAt,
        requestId,
        party
      },
      audience: [party],
      askedIds: [...new Set(askedIds)],
      options: JSON.stringify(optionsOf(data)),
      about: JSON.stringify(await pin(params, roomId, party, data.about)),
      supersedesId: earlier?.id ?? null,
      createdAt,
      remindAt: dueAt && remindAt(createdAt, dueAt)
    }
    const [made] = await this.db(params)('decisions').insert(row).returning('*')
    await this.entry(
      params,
      { ...whose(made), event: 'created', before: null, after: { audience: made.audience } },
      { before: {}, after: made, fields: told }
    )
    if (earlier) await this.end(earlier, 'superseded', params)
    return this.shown(made.id, params)
  }

  /** The one thing that may be done to a question: taking it back while nobody has settled it. */
  async patch(id: string, _data: { state: 'withdrawn' }, params: Params) {
    const before = await this.lock(id, params)
    if (before.state !== 'open') throw fault(Conflict, 'decisionClosed')
    await this.end(before, 'withdrawn', params)
    return this.shown(id, params)
  }

  /** The question goes on to another state; its row is locked. */
  async end(before: Row, state: DecisionState, params: Params) {
    await this.db(params)('decisions').where({ id: before.id }).update({ state, endedAt: this.now() })
    await this.changed(before, { state: [before.state, state] }, params)
  }

  changed(row: Row, values: Record<string, [unknown, unknown]>, params: Params) {
    const sight = { audience: row.audience }
    return this.entry(params, { ...whose(row), event: 'patched', before: sight, after: sight, values })
  }

  async shown(id: string, params: Params) {
    const [row] = await loadDecisions(params.trx as Transaction, [id])
    return this.presentTo(params.viewer, row as Row)
  }

  /** All who are asked sit in the room, and for one and the same party. */
  private async partyAsked(
    roomId: string,
    askedIds: string[],
    wanted: string | undefined,
    params: Params
  ): Promise<Party> {
    const people = await (params.trx as Transaction)('users')
      .join('participants', 'participants.userId', 'users.id')
      .where({ roomId })
      .whereIn('users.id', askedIds)
      .whereNull('deactivatedAt')
      .select('zone', 'organizationId')
    if (people.length < new Set(askedIds).size) throw fault(BadRequest, 'askedNotHere')
    const parties = new Set(people.map(partyOf))
    const [party] = parties
    if (parties.size > 1 || !party || (wanted && wanted !== party)) throw fault(BadRequest, 'oneParty')
    return party
  }

  private async replaced(id: string, roomId: string, party: Party, params: Params): Promise<Row> {
    const earlier = await this.lock(id, params)
    if (earlier.roomId !== roomId || earlier.party !== party) throw fault(BadRequest, 'otherQuestion')
    if (!['open', 'answered'].includes(earlier.state)) throw fault(Conflict, 'decisionClosed')
    return earlier
  }
}

const inUtc = (dueAt: string) => (dueAt.length === 10 ? dueAt : new Date(dueAt).toISOString())

function optionsOf({ kind, options = [] }: DecisionData) {
  if (kind === 'approval') {
    if (options.length > 0) throw fault(BadRequest, 'optionsOfChoice')
    return [{ id: 'approve' }, { id: 'reject' }]
  }
  const given = options.map((option, at) => {
    const { text, note = '' } = typeof option === 'string' ? { text: option } : option
    return { id: `${at + 1}`, text: text.trim(), ...(note.trim() && { note: note.trim() }) }
  })
  const texts = new Set(given.map(({ text }) => text))
  if (given.length < 2 || texts.size < given.length) throw fault(BadRequest, 'optionsOfChoice')
  return given
}

export async function loadDecisions(trx: Transaction, ids: string[]): Promise<Row[]> {
  const rows: Row[] = await trx('decisions')
    .leftJoin('decisions as next', 'next.supersedesId', 'decisions.id')
    .select('decisions.*', 'next.id as supersededById')
    .whereIn('decisions.id', ids)
  const answers: Row[] = await trx('answers').whereIn('decisionId', ids).orderBy(['createdAt', 'id'])
  return rows.map((row) => ({ ...row, answers: answers.filter(({ decisionId }) => decisionId === row.id) }))
}

export const decisions = (app: Application) => {
  app.use('decisions', new DecisionService(app), { methods: ['find', 'get', 'create', 'patch'] })
  app.get('jobs').everyMinute('remind', () => remind(app))
  app.get('aside').onRetry('reminder', (trx, { subject }) => remindAfterAll(app, trx, subject))
  app.service('decisions').hooks({
    around: { all: [authenticated()], create: [inTransaction()], patch: [inTransaction()] },
    before: {
      find: [validateQuery(decisionQuery)],
      create: [staffOnly(), validate(decisionData), once()],
      patch: [seenFirst(), staffOnly(), validate(decisionPatch)]
    }
  })
}
