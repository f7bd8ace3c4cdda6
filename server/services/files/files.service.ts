import { BadRequest, Conflict } from '@feathersjs/errors'
import type { NextFunction } from '@feathersjs/feathers'
import type { Application, HookContext, Params } from '../../declarations.ts'
import { typeOf } from '../../files/type.ts'
import { authenticated } from '../../hooks/authenticated.ts'
import { once } from '../../hooks/once.ts'
import { seenFirst } from '../../hooks/seen.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate, validateQuery } from '../../hooks/validate.ts'
import type { Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import { intersect, isWithin, type Audience } from '../../policy/audience.ts'
import { plainly } from '../../policy/naming.ts'
import { withAuthor } from '../in-room.ts'
import { Spoken } from '../spoken.ts'
import { fileData, filePatch, fileQuery, presentFile, type FileData, type FilePatch } from './files.schema.ts'

export class FileService extends Spoken {
  fields = ['name', 'type', 'size', 'hash', 'version', 'audience', 'withdrawnAt']

  constructor(app: Application) {
    super(app, {
      service: 'files',
      table: 'files',
      owner: 'authorId',
      sort: { createdAt: -1 },
      kind: {
        scope: 'record',
        shared: ['name', 'type', 'size', 'hash', 'version'],
        load: (trx, ids) => trx('files').whereIn('id', ids),
        present: presentFile
      }
    })
  }

  async create({ roomId, uploadId, name, audience: wanted, requestId }: FileData, params: Params) {
    await this.holdRoom(roomId, params)
    const audience = await this.audienceFor(roomId, wanted, params)
    return this.keep({ roomId, uploadId, name, requestId, commentId: null, audience }, params)
  }

  /** An upload that came with a comment: its readers are the comment's. */
  async attach(comment: Row, uploadId: string, name: string, params: Params) {
    const { id: commentId, roomId, audience } = comment
    const recordId = this.app.get('clock').id()
    return this.keep({ roomId, uploadId, name, commentId, audience }, { ...params, recordId })
  }

  /** The content of another file, as a new file with a history of its own. */
  async again(
    file: Row,
    place: { roomId: string; commentId: string | null; audience: Audience },
    params: Params
  ) {
    const { id } = this.app.get('clock')
    const { name, type, size, hash } = file
    const content = { name, type, size, hash, version: 1 }
    const row = { ...this.stamps({ ...params, recordId: id() }), ...place, ...content }
    const [made] = await this.db(params)('files').insert(row).returning('*')
    await this.keepVersion(made, id(), params)
    return this.told({ ...params, recordId: made.id }, made)
  }

  async patch(id: string, { audience, name, uploadId }: FilePatch, params: Params) {
    const before = await this.lock(id, params)
    if (audience && before.commentId) await this.staysWithinComment(before, audience, params)
    const content = uploadId && (await this.take(uploadId, params))
    const text = {
      ...(name !== undefined && { name: plainName(name) }),
      ...(content && { ...content, version: before.version + 1 })
    }
    const after = await this.change(before, text, audience, params)
    if (uploadId) await this.keepVersion(after, uploadId, params)
    return this.presentTo(params.viewer, after)
  }

  async remove(id: string, params: Params) {
    return this.withdraw(await this.lock(id, params), params)
  }

  /** What came with a comment never reaches further than the comment, and goes with it: null is withdrawn. */
  async follow(commentId: string, audience: Audience | null, params: Params) {
    for (const file of await this.hangingOn(commentId, params))
      await this.write(
        file,
        audience
          ? { audience: withAuthor(file, intersect(file.audience, audience)) }
          : { withdrawnAt: this.now() },
        params
      )
  }

  /** A file does not come back before the comment it came with. */
  override async holdAbove(id: string, params: Params): Promise<Row | undefined> {
    const file = await this.db(params)('files').where({ id }).first('commentId')
    if (!file.commentId) return undefined
    const comment = await this.db(params)('comments').where({ id: file.commentId }).forShare().first()
    if (comment.withdrawnAt) throw fault(Conflict, 'commentFirst')
    return comment
  }

  private async keep(
    {
      uploadId,
      name,
      ...place
    }: { uploadId: string; name: string; audience: Audience } & Record<string, unknown>,
    params: Params
  ) {
    const content = await this.take(uploadId, params)
    const row = { ...this.stamps(params), ...place, ...content, name: plainName(name), version: 1 }
    const [made] = await this.db(params)('files').insert(row).returning('*')
    await this.keepVersion(made, uploadId, params)
    return this.told(params, made)
  }

  /** The bytes are at rest before any record speaks of them. */
  private async take(uploadId: string, params: Params) {
    const { uploads, storage } = this.app.get('files')
    const upload = await uploads.whole(uploadId, params.viewer)
    if (!upload) throw fault(BadRequest, 'uploadNotWhole')
    const type = await typeOf(upload.path)
    return { type, size: upload.size, hash: await storage.take(upload.path) }
  }

  private async keepVersion({ id, version, name, type, size, hash }: Row, uploadId: string, params: Params) {
    const row = { fileId: id, version, uploadId, name, type, size, hash, createdAt: this.now() }
    await this.db(params)('fileVersions').insert(row)
  }

  private async staysWithinComment(file: Row, wanted: string[], params: Params) {
    const audience = await this.expand(file.roomId, wanted, file.audience, params)
    const comment = await this.db(params)('comments').where({ id: file.commentId }).forShare().first()
    if (!isWithin(audience, withAuthor(file, comment.audience))) throw fault(BadRequest, 'beyondParent')
  }
}

/** The last part of a path, without what would not be seen or would turn the reading round. */
function plainName(text: string) {
  const last = text.split(/[/\\]/).at(-1)!
  const name = plainly(last).trim()
  if (!name || /^\.+$/.test(name)) throw fault(BadRequest, 'fileName')
  return name
}

/** What has become a file need not be kept as an upload as well; a repeat is answered from the record. */
export const forgetUploads =
  (uploadsIn: (data: any) => string[]) => async (context: HookContext, next: NextFunction) => {
    await next()
    for (const id of uploadsIn(context.data)) await context.app.get('files').uploads.forget(id)
  }

const ownUpload = ({ uploadId }: { uploadId?: string }) => (uploadId ? [uploadId] : [])

export const files = (app: Application) => {
  app.use('files', new FileService(app), { methods: ['find', 'get', 'create', 'patch', 'remove'] })
  app.service('files').hooks({
    around: {
      all: [authenticated()],
      create: [forgetUploads(ownUpload), inTransaction()],
      patch: [forgetUploads(ownUpload), inTransaction()],
      remove: [inTransaction()]
    },
    before: {
      find: [validateQuery(fileQuery)],
      create: [validate(fileData), once()],
      patch: [seenFirst(), validate(filePatch)],
      remove: [seenFirst()]
    }
  })
}
