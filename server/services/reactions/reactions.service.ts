import { Forbidden, NotFound } from '@feathersjs/errors'
import { Type, type Static } from '@feathersjs/typebox'
import type { Transaction } from '../../database/index.ts'
import type { Application, Params } from '../../declarations.ts'
import { authenticated } from '../../hooks/authenticated.ts'
import { once } from '../../hooks/once.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { moment, validate, validateQuery } from '../../hooks/validate.ts'
import type { Row, View } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import { intersect, type Audience } from '../../policy/audience.ts'
import { visibleTo } from '../../policy/rules.ts'
import { isStaff, partyOf } from '../../policy/viewer.ts'
import { InRoom } from '../in-room.ts'
import { only } from '../records.ts'

export const signs = ['agreed', 'done', 'thanks', 'great', 'looking', 'question'] as const

const id = Type.String({ format: 'uuid' })
const reactionData = Type.Object(
  {
    commentId: id,
    sign: Type.Unsafe<(typeof signs)[number]>({ type: 'string', enum: [...signs] }),
    requestId: Type.Optional(id)
  },
  { additionalProperties: false }
)
const reactionQuery = {
  fields: { id, roomId: id, commentId: id, authorId: id, createdAt: moment }
}

/** A sign that somebody set under a comment. */
export interface Reaction {
  id: string
  roomId: string
  commentId: string
  authorId: string
  sign: (typeof signs)[number]
  createdAt: string
  /** Staff only: the parties that may see it; empty is internal. */
  audience?: string[]
  can: { remove: boolean }
}

const present = (row: Row, view: View) => ({
  ...only(row, ['id', 'roomId', 'commentId', 'authorId', 'sign', 'createdAt']),
  ...(isStaff(view) && { audience: row.audience }),
  can: { remove: view.mine }
})

export class ReactionService extends InRoom {
  fields = ['sign', 'audience', 'withdrawnAt']

  constructor(app: Application) {
    super(app, {
      service: 'reactions',
      table: 'reactions',
      owner: 'authorId',
      sort: { createdAt: 1 },
      kind: {
        scope: 'record',
        shared: ['sign'],
        load: (trx, ids) => trx('reactions').whereIn('id', ids),
        present
      }
    })
  }

  /** The firm's reaches as far as the comment; an outsider's stays between their party and the firm. One of a sign each. */
  async create({ commentId, sign }: Static<typeof reactionData>, params: Params): Promise<object> {
    const comment = await this.held(commentId, params)
    const own = { commentId, sign, authorId: params.viewer.id }
    const party = partyOf(params.viewer)
    const audience = party ? [party] : comment.audience
    const [made] = await this.db(params)('reactions')
      .insert({ ...this.stamps(params), commentId, roomId: comment.roomId, sign, audience })
      .onConflict(this.db(params).raw('("commentId", "authorId", sign) where "withdrawnAt" is null') as never)
      .ignore()
      .returning('*')
    if (made) return this.told(params, made)
    const standing = await this.db(params)('reactions').where(own).whereNull('withdrawnAt').first()
    // Taken back by its author in the same moment: then there is none, and this one stands.
    return standing ? this.presentTo(params.viewer, standing) : this.create({ commentId, sign }, params)
  }

  async remove(id: string, params: Params) {
    const before = await this.lock(id, params)
    if (before.authorId !== params.viewer.id) throw fault(Forbidden, 'forbidden')
    await this.write(before, { withdrawnAt: this.now() }, params)
    return { id, roomId: before.roomId }
  }

  /** It never reaches further than the comment, and goes with it, or when its author's party no longer sees it. */
  async follow(commentId: string, audience: Audience | null, params: Params) {
    for (const one of await this.hangingOn(commentId, params)) {
      const stays = audience && (!one.authorParty || audience.includes(one.authorParty))
      const changes = stays ? { audience: intersect(one.audience, audience) } : { withdrawnAt: this.now() }
      await this.write(one, changes, params)
    }
  }

  override async holdAbove(id: string, params: Params): Promise<Row> {
    const { commentId } = await this.db(params)('reactions').where({ id }).first('commentId')
    return this.db(params)('comments').where({ id: commentId }).forShare().first()
  }

  /** Held still with its room: it cannot be narrowed before the reaction stands. */
  private async held(commentId: string, params: Params): Promise<Row> {
    const trx = params.trx as Transaction
    const seen = () =>
      trx('comments')
        .where('comments.id', commentId)
        .modify(visibleTo(params.viewer, 'comments', 'comments'))
        .select('comments.*')
    const { roomId } = (await seen().first()) ?? {}
    if (!roomId) throw fault(NotFound, 'notFound')
    await this.holdRoom(roomId, params)
    const comment = await seen().forShare('comments').first()
    if (!comment) throw fault(NotFound, 'notFound')
    return comment
  }
}

export const reactions = (app: Application) => {
  app.use('reactions', new ReactionService(app), { methods: ['find', 'get', 'create', 'remove'] })
  app.service('reactions').hooks({
    around: { all: [authenticated()], create: [inTransaction()], remove: [inTransaction()] },
    before: { find: [validateQuery(reactionQuery)], create: [validate(reactionData), once()] }
  })
}
