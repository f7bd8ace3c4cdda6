import { BadRequest, NotFound } from '@feathersjs/errors'
import type { Transaction } from '../../database/index.ts'
import type { Application, Params } from '../../declarations.ts'
import { authenticated } from '../../hooks/authenticated.ts'
import { once } from '../../hooks/once.ts'
import { seenFirst } from '../../hooks/seen.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate, validateQuery } from '../../hooks/validate.ts'
import type { Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import { intersect, isWithin, sameAudience, type Audience } from '../../policy/audience.ts'
import { isStaff } from '../../policy/viewer.ts'
import { forgetUploads, type FileService } from '../files/files.service.ts'
import { whose, withAuthor } from '../in-room.ts'
import type { ReactionService } from '../reactions/reactions.service.ts'
import { Spoken } from '../spoken.ts'
import {
  commentData,
  commentPatch,
  commentQuery,
  commentQueryOfStaff,
  presentComment,
  type CommentData,
  type CommentPatch
} from './comments.schema.ts'
import { calling } from './comments.mentions.ts'

class CommentService extends Spoken {
  fields = ['body', 'mentions', 'audience', 'withdrawnAt']

  constructor(app: Application) {
    super(app, {
      service: 'comments',
      table: 'comments',
      owner: 'authorId',
      sort: { createdAt: 1 },
      kind: { scope: 'record', shared: ['body'], load, present: presentComment }
    })
  }

  private get files(): FileService {
    return this.app.service('files')
  }

  /** What goes where a comment goes. */
  private get hanging(): [FileService, ReactionService] {
    return [this.files, this.app.service('reactions')]
  }

  async create(
    { roomId, body, parentId = null, audience: wanted, mentions = [], uploads = [], requestId }: CommentData,
    params: Params
  ) {
    await this.holdRoom(roomId, params)
    const thread = parentId ? await this.holdThread(parentId, roomId, params) : null
    const audience = await this.audienceFor(roomId, wanted, params)
    if (thread && !isWithin(audience, thread.answered.audience)) throw fault(BadRequest, 'beyondParent')
    const called = await calling(params, roomId, audience, mentions)
    const row = { ...this.stamps(params), roomId, ...thread?.place, body, ...called, audience, requestId }
    const [made] = await this.db(params)('comments').insert(row).returning('*')
    const told = await this.told(params, await this.whole(made, params))
    for (const { id, name } of uploads) await this.files.attach(made, id, name, params)
    return told
  }

  async patch(id: string, { audience, body, mentions }: CommentPatch, params: Params) {
    if (audience) await this.holdParentOf(id, params)
    const before = await this.lock(id, params)
    if (audience && before.parentId) await this.staysWithinParent(before, audience, params)
    const readers = isStaff(params.viewer)
      ? before.audience
      : await this.audienceFor(before.roomId, [], params)
    // Whom it calls changes with the words that call them, and not without.
    const reworded = body !== undefined && body !== before.body
    const called = reworded && mentions && (await calling(params, before.roomId, readers, mentions))
    const text = body === undefined ? {} : { body, ...called }
    const after = await this.change(before, text, audience, params)
    await this.narrowReplies(before, after, params)
    return this.presentTo(params.viewer, await this.whole(after, params))
  }

  async remove(id: string, params: Params) {
    const before = await this.lock(id, params)
    const removed = await this.withdraw(before, params)
    await this.narrowReplies(before, { ...before, audience: [], withdrawn: true }, params)
    return removed
  }

  override async holdAbove(id: string, params: Params) {
    const trx = params.trx as Transaction
    const above = trx('comments').select('parentId').where({ id })
    return trx('comments').whereIn('id', above).whereNull('withdrawnAt').forShare().first()
  }

  /** Its answers hang on it again, and reach no further than it does; the files that went with it come back. */
  override async restore(id: string, params: Params) {
    const gone = await this.db(params)('comments').where({ id }).first('withdrawnAt')
    const after = await super.restore(id, params)
    for (const kind of this.hanging) await kind.comeBack(id, gone.withdrawnAt, params)
    for (const reply of await this.repliesTo(id, params)) {
      const audience = withAuthor(reply, intersect(reply.audience, after.audience))
      await this.standOrFollow(reply, audience, null, after.audience, params)
    }
    return after
  }

  private repliesTo(id: string, params: Params): Promise<Row[]> {
    return this.db(params)('comments')
      .where((to) => void to.where({ parentId: id }).orWhere({ repliedToId: id }))
      .whereNull('withdrawnAt')
      .orderBy('id')
      .forUpdate() as unknown as Promise<Row[]>
  }

  /**
   * Held FOR SHARE: a parent that is being narrowed lets no reply slip in under its old audience. Whoever does not see what a
   * reply hangs on takes it for a comment like any other, and may answer it: both hang on the same.
   */
  private async holdThread(id: string, roomId: string, params: Params) {
    await this.holdParentOf(id, params)
    const seen = (wanted: string) =>
      this.visible(params).where({ 'comments.id': wanted, 'comments.roomId': roomId })
    const answered: Row | undefined = await seen(id).select('comments.*').forShare('comments').first()
    if (!answered) throw fault(NotFound, 'notFound')
    if (!answered.parentId) return { answered, place: { parentId: id } }
    const above = [answered.parentId, answered.repliedToId].filter(Boolean)
    for (const each of above)
      if (await seen(each).first('comments.id')) throw fault(BadRequest, 'threadsOneDeep')
    return { answered, place: { parentId: answered.parentId, repliedToId: id } }
  }

  /** The parent before the reply, as narrowing takes them: two who wait for each other would wait in vain. */
  private async holdParentOf(id: string, params: Params) {
    for (const above of ['parentId', 'repliedToId'])
      await this.db(params)('comments')
        .whereIn('id', this.db(params)('comments').select(above).where({ id }))
        .forShare()
        .first('id')
  }

  private async staysWithinParent(reply: Row, wanted: string[], params: Params) {
    const parents: Row[] = await this.db(params)('comments')
      .whereIn('id', [reply.parentId, reply.repliedToId].filter(Boolean))
      .whereNull('withdrawnAt')
      .forShare()
    const audience = await this.expand(reply.roomId, wanted, reply.audience, params)
    const others = audience.filter((party) => party !== reply.authorParty)
    if (parents.some((parent) => !isWithin(others, parent.audience))) throw fault(BadRequest, 'beyondParent')
  }

  /** What hangs on a comment never reaches further than the comment; a party keeps its own reply, which then stands alone. */
  private async narrowReplies(before: Row, after: Row, params: Params) {
    if (sameAudience(before.audience, after.audience) && !after.withdrawn) return
    for (const kind of this.hanging)
      await kind.follow(before.id, after.withdrawn ? null : after.audience, params)
    for (const reply of await this.repliesTo(before.id, params)) {
      // Withdrawing says nothing about who may read the answers: they stay with their readers, and lose their parent.
      const audience = after.withdrawn
        ? reply.audience
        : withAuthor(reply, intersect(reply.audience, after.audience))
      await this.standOrFollow(
        reply,
        audience,
        before.audience,
        after.withdrawn ? null : after.audience,
        params
      )
    }
  }

  private async standOrFollow(
    reply: Row,
    audience: Audience,
    before: Audience | null,
    after: Audience | null,
    params: Params
  ) {
    await this.db(params)('comments').where({ id: reply.id }).update({ audience })
    for (const kind of this.hanging) await kind.follow(reply.id, audience, params)
    await this.entry(
      params,
      {
        ...whose(reply),
        event: 'patched',
        before: { audience: reply.audience, parent: before },
        after: { audience, parent: after }
      },
      { before: reply, after: { ...reply, audience }, fields: ['audience'] }
    )
  }
}

const load = (trx: Transaction, ids: string[]): Promise<Row[]> =>
  trx('comments')
    .leftJoin('comments as parent', 'parent.id', 'comments.parentId')
    .leftJoin('comments as repliedTo', 'repliedTo.id', 'comments.repliedToId')
    .select('comments.*', 'parent.audience as parentAudience', 'parent.withdrawnAt as parentWithdrawnAt')
    .select('repliedTo.audience as repliedToAudience', 'repliedTo.withdrawnAt as repliedToWithdrawnAt')
    .whereIn('comments.id', ids)

export const comments = (app: Application) => {
  app.use('comments', new CommentService(app), { methods: ['find', 'get', 'create', 'patch', 'remove'] })
  app.service('comments').hooks({
    around: {
      all: [authenticated()],
      create: [
        forgetUploads(({ uploads = [] }) => uploads.map(({ id }: { id: string }) => id)),
        inTransaction()
      ],
      patch: [inTransaction()],
      remove: [inTransaction()]
    },
    before: {
      find: [validateQuery(commentQueryOfStaff, commentQuery)],
      create: [validate(commentData), once()],
      patch: [seenFirst(), validate(commentPatch)],
      remove: [seenFirst()]
    }
  })
}
