import { NotFound } from '@feathersjs/errors'
import { Type, type Static } from '@feathersjs/typebox'
import type { Transaction } from '../../database/index.ts'
import type { Application, Params } from '../../declarations.ts'
import { authenticated, staffOnly } from '../../hooks/authenticated.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate } from '../../hooks/validate.ts'
import { roomService, type Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import { intersect } from '../../policy/audience.ts'
import { visibleTo } from '../../policy/rules.ts'
import type { FileService } from '../files/files.service.ts'
import { partiesIn } from '../participants/participants.service.ts'

const id = Type.String({ format: 'uuid' })
const parts = ['internal', 'participants', 'comments', 'links', 'files'] as const
const copyData = Type.Object(
  {
    roomId: id,
    title: Type.String({ format: 'name', minLength: 1, maxLength: 200, pattern: '\\S' }),
    parts: Type.Array(Type.Unsafe<(typeof parts)[number]>({ type: 'string', enum: [...parts] }), {
      maxItems: parts.length
    })
  },
  { additionalProperties: false }
)
type CopyData = Static<typeof copyData>

const shared = ['description', 'place', 'priority'] as const
const internal = ['internalNotes', 'estimate', 'cost', 'organizationId'] as const

/**
 * A room made after another. Only what the firm itself said is copied, as its maker's word; who sees it stays, less those
 * who are not in the copy, so that nothing ever reaches further than it did.
 */
class CopyService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  async create({ roomId, title, parts }: CopyData, params: Params) {
    const trx = params.trx as Transaction
    const people = parts.includes('participants') ? await holdPeople(trx, roomId) : []
    const from: Row | undefined = await trx('rooms')
      .where('rooms.id', roomId)
      .modify(visibleTo(params.viewer, 'copies', 'rooms'))
      .forShare('rooms')
      .first()
    if (!from) throw fault(NotFound, 'notFound')
    const inside = { viewer: params.viewer, trx, query: {} }
    const made = await this.app
      .service(roomService(from.kind))
      .create({ ...(await this.room(from, parts, people, trx)), title }, inside)
    const present = await partiesIn(trx, made.id)
    const comments = parts.includes('comments')
      ? await this.comments(roomId, made.id, present, inside)
      : new Map<string, string>()
    if (parts.includes('files')) await this.files(roomId, made.id, present, comments, inside)
    if (parts.includes('links'))
      for (const { url, title, audience } of await ownWords(trx, 'links', roomId))
        await this.app
          .service('links')
          .create({ roomId: made.id, url, title, audience: intersect(audience, present) }, inside)
    return this.app.service(roomService(from.kind)).get(made.id, inside)
  }

  private async room(from: Row, parts: CopyData['parts'], people: string[], trx: Transaction) {
    const participants = parts.includes('participants')
      ? await trx('participants')
          .join('users', 'users.id', 'participants.userId')
          .where({ roomId: from.id })
          .whereIn('users.id', people)
          .whereNull('deactivatedAt')
          .orderBy('participants.createdAt')
          .select('participants.userId', 'participants.role')
      : []
    const fields = [...shared, ...(parts.includes('internal') ? internal : [])]
    return {
      ...Object.fromEntries(fields.map((field) => [field, from[field]])),
      private: from.private,
      defaultAudience: parts.includes('participants') ? from.defaultAudience : [],
      participants
    }
  }

  /** An answer comes along where what it answers does. */
  private async comments(from: string, roomId: string, present: string[], inside: Inside) {
    const copies = new Map<string, string>()
    const said = await ownWords(inside.trx, 'comments', from)
    const tops = said.filter(({ parentId }) => parentId === null)
    for (const { id, parentId, body, audience } of [...tops, ...said.filter((one) => !tops.includes(one))]) {
      const parent = parentId ? copies.get(parentId) : null
      if (parent === undefined) continue
      const data = { roomId, parentId: parent, body, audience: intersect(audience, present) }
      const made = await this.app.service('comments').create(data, inside)
      copies.set(id, made.id)
    }
    return copies
  }

  /** A file whose comment stays behind stands by itself. */
  private async files(
    from: string,
    roomId: string,
    present: string[],
    comments: Map<string, string>,
    inside: Inside
  ) {
    const files = this.app.service('files') as unknown as FileService
    for (const file of await ownWords(inside.trx, 'files', from)) {
      const commentId = comments.get(file.commentId) ?? null
      await files.again(file, { roomId, commentId, audience: intersect(file.audience, present) }, inside)
    }
  }
}

interface Inside {
  viewer: Params['viewer']
  trx: Transaction
  query: object
}

/** People before rooms; who is seated while the copy is made is not in it. */
async function holdPeople(trx: Transaction, roomId: string): Promise<string[]> {
  const seated = trx('participants').select('userId').where({ roomId })
  const people: Row[] = await trx('users').whereIn('id', seated).orderBy('id').forShare().select('id')
  return people.map(({ id }) => id)
}

const ownWords = (trx: Transaction, table: 'comments' | 'links' | 'files', roomId: string): Promise<Row[]> =>
  trx(table)
    .where({ roomId })
    .whereNull('withdrawnAt')
    .whereNull('authorParty')
    .orderBy(['createdAt', 'id']) as unknown as Promise<Row[]>

export const copies = (app: Application) => {
  app.use('copies', new CopyService(app), { methods: ['create'] })
  app.service('copies').hooks({
    around: { all: [authenticated()], create: [inTransaction()] },
    before: { create: [staffOnly(), validate(copyData)] }
  })
}
