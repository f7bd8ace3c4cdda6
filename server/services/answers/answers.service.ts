/** Answering is a resource of its own: an answer is given once, to exactly what was shown, and nothing about it can change. */
import { BadRequest, Conflict, Forbidden } from '@feathersjs/errors'
import { Type, type Static } from '@feathersjs/typebox'
import type { Transaction } from '../../database/index.ts'
import type { Application, Params } from '../../declarations.ts'
import { authenticated } from '../../hooks/authenticated.ts'
import { once } from '../../hooks/once.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { moment, validate, validateQuery } from '../../hooks/validate.ts'
import type { Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import { partyOf } from '../../policy/viewer.ts'
import type { DecisionService } from '../decisions/decisions.service.ts'
import { presentAnswer } from '../decisions/decisions.schema.ts'
import { shownHash } from '../decisions/decisions.hash.ts'
import { holdRoom } from '../in-room.ts'
import { Records } from '../records.ts'

const id = Type.String({ format: 'uuid' })
const closed = { additionalProperties: false }

const answerData = Type.Object(
  {
    decisionId: id,
    choice: Type.String({ minLength: 1, maxLength: 20 }),
    reason: Type.Optional(Type.String({ maxLength: 5000 })),
    shown: Type.String({ minLength: 1, maxLength: 100 }),
    requestId: Type.Optional(id)
  },
  closed
)
const answerQuery = {
  fields: { id, decisionId: id, authorId: id, createdAt: moment }
}

type AnswerData = Static<typeof answerData>

class AnswerService extends Records {
  constructor(app: Application) {
    super(app, {
      service: 'answers',
      table: 'answers',
      sort: { createdAt: -1 },
      // Told as a change of the decision: an answer has no stream of its own.
      kind: {
        scope: 'record',
        shared: [],
        load: (trx, ids) => trx('answers').whereIn('id', ids),
        present: presentAnswer
      }
    })
  }

  private get decisions(): DecisionService {
    return this.app.service('decisions') as DecisionService
  }

  async create({ decisionId, choice, reason = '', shown }: AnswerData, params: Params) {
    const { viewer, recordId } = params
    const trx = params.trx as Transaction
    // The room before the question, as whoever asks takes them: nobody answers who has just been taken out of it.
    const { roomId } = await this.decisions.get(decisionId, { viewer, trx, query: {} } as Params)
    await holdRoom(roomId, params)
    // Locked: of two who answer at one moment, the second finds what the first has settled.
    const decision = await this.decisions.lock(decisionId, params)
    const given: Row[] = await trx('answers').where({ decisionId })
    refuseUnasked(decision, given, params)
    refuseUnshown(decision, { choice, reason, shown })
    const row = {
      ...{ id: recordId, decisionId, authorId: viewer.id, party: partyOf(viewer), choice, shown },
      sessionId: viewer.sessionId ?? null,
      reason: reason.trim(),
      createdAt: this.now()
    }
    const [made] = await trx('answers').insert(row).returning('*')
    await this.settle(decision, given, made, params)
    return this.presentTo(viewer, made)
  }

  private async settle(decision: Row, given: Row[], made: Row, params: Params) {
    const { choice, reason } = made
    const values: Record<string, [unknown, unknown]> = { answers: [null, { choice, reason }] }
    const everyone = given.length + 1 === decision.askedIds.length
    if (decision.rule === 'any' || everyone) {
      await (params.trx as Transaction)('decisions')
        .where({ id: decision.id })
        .update({ state: 'answered', endedAt: made.createdAt })
      values.state = ['open', 'answered']
    }
    await this.decisions.changed(decision, values, params)
  }
}

function refuseUnasked(decision: Row, given: Row[], { viewer }: Params) {
  if (!decision.askedIds.includes(viewer.id) || partyOf(viewer) !== decision.party)
    throw fault(Forbidden, 'notAsked')
  if (given.some(({ authorId }) => authorId === viewer.id)) throw fault(Conflict, 'alreadyAnswered')
  if (decision.state !== 'open') throw fault(Conflict, 'decisionClosed')
}

function refuseUnshown(decision: Row, { choice, reason, shown }: Pick<Row, 'choice' | 'reason' | 'shown'>) {
  if (shown !== shownHash(decision)) throw fault(Conflict, 'shownDiffers')
  if (!decision.options.some((option: Row) => option.id === choice)) throw fault(BadRequest, 'noSuchOption')
  if (choice === 'reject' && !reason.trim()) throw fault(BadRequest, 'rejectNeedsReason')
}

export const answers = (app: Application) => {
  app.use('answers', new AnswerService(app), { methods: ['find', 'get', 'create'] })
  app.service('answers').hooks({
    around: { all: [authenticated()], create: [inTransaction()] },
    before: {
      find: [validateQuery(answerQuery)],
      create: [validate(answerData), once()]
    }
  })
}
