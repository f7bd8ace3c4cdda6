/** The addresses of bytes: uploads on their way in, contents and pictures on their way out. */
import { Forbidden, NotFound } from '@feathersjs/errors'
import type { Middleware } from '@feathersjs/koa'
import { create as disposition } from 'content-disposition'
import type { ParameterizedContext } from 'koa'
import type { LimitName } from '../../config.ts'
import type { Application, Params } from '../../declarations.ts'
import type { Range } from '../../files/storage.ts'
import { images, type Size } from '../../files/pictures.ts'
import { viewerOf } from '../../hooks/authenticated.ts'
import type { Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import { tooMany } from '../../limits/index.ts'
import { visibleTo } from '../../policy/rules.ts'
import { isStaff, sideOf, type Viewer } from '../../policy/viewer.ts'
import { WorkersBusy } from '../../workers/index.ts'
import { editsFor } from '../edits.ts'
import { refuseFullDisk, withinQuota } from './files.quota.ts'

const CONTENT = /^\/files\/([0-9a-f-]{36})\/(content|thumbnail|preview)$/
/** What a browser may show by itself; everything else it keeps without opening. */
const SHOWN = [...images, 'text/plain']

/** Seconds after which to ask again. */
const BUSY = 10

interface Content {
  id: string
  version: number
  name: string
  type: string
  size: number
  hash: string
}

export const fileDoor =
  (app: Application): Middleware =>
  async (ctx, next) => {
    const [, id, part] = CONTENT.exec(ctx.path) ?? []
    if (id && ['GET', 'HEAD'].includes(ctx.method)) {
      const viewer = await visitor(app, ctx)
      const content = await contentFor(app, viewer, id, wantedBy(ctx))
      return part === 'content'
        ? send(app, ctx, content)
        : sendPicture(app, ctx, content, part as Size, viewer)
    }
    if (!/^\/uploads(\/|$)/.test(ctx.path)) return next()
    const viewer = await visitor(app, ctx)
    if (viewer.viewedBy) throw fault(Forbidden, 'viewOnly')
    const handle = async () => {
      ctx.respond = false
      await app.get('files').uploads.handle(viewer, ctx.req, ctx.res)
    }
    if (ctx.method === 'POST' || ctx.method === 'PATCH') await refuseFullDisk(app)
    if (ctx.method !== 'POST') return handle()
    await limit(app, ctx, viewer, 'uploads')
    await withinQuota(app, viewer, Number(ctx.get('upload-length')) || 0, handle)
  }

/** Asked at every request: an address is worth nothing by itself. */
async function visitor(app: Application, ctx: ParameterizedContext) {
  const { req, res } = ctx
  const authentication = await app.service('authentication').parse(req, res, 'jwt')
  const viewer = await viewerOf(app, authentication?.accessToken)
  await limit(app, ctx, viewer, 'calls')
  return viewer
}

const limit = (app: Application, { feathers }: ParameterizedContext, { id }: Viewer, name: LimitName) =>
  app.get('limits').consume(name, id, { client: (feathers as Params | undefined)?.client, userId: id })

interface Wanted {
  /** As whoever asks counts. */
  version: number | null
  hash: string | null
}

const wantedBy = ({ query }: ParameterizedContext): Wanted => ({
  version: Number(query.version) || null,
  hash: typeof query.hash === 'string' ? query.hash : null
})

/** The present version for whoever sees the file; an earlier one for the firm, and for those asked a question about it. */
async function contentFor(app: Application, viewer: Viewer, id: string, wanted: Wanted) {
  const file: Row | undefined = await app
    .get('db')('files')
    .where('files.id', id)
    .modify(visibleTo(viewer, 'files', 'files'))
    .first()
  if (file && isPresent(file, viewer, wanted)) return file as Row & Content
  const earlier = await earlierOf(app, viewer, id, wanted, file !== undefined && isStaff(viewer))
  if (!earlier) throw fault(NotFound, 'notFound')
  return { ...earlier, id } as Content
}

const isPresent = (file: Row, viewer: Viewer, { version, hash }: Wanted) =>
  (version === null || version === editsFor(file, sideOf(viewer)).version) &&
  (hash === null || hash === file.hash)

async function earlierOf(
  app: Application,
  viewer: Viewer,
  id: string,
  { version, hash }: Wanted,
  isOwn: boolean
): Promise<Row | undefined> {
  const versions = app.get('db')('fileVersions').where({ fileId: id })
  if (isOwn) return versions.where({ ...(version && { version }), ...(hash && { hash }) }).first()
  if (!version && !hash) return undefined
  const pinned = await pinnedIn(app, viewer, {
    kind: 'file',
    id,
    ...(version && { version }),
    ...(hash && { hash })
  })
  return pinned && versions.where({ hash: pinned.hash }).first()
}

/** As it stands in a question that the viewer sees. */
async function pinnedIn(
  app: Application,
  viewer: Viewer,
  wanted: object
): Promise<{ hash: string } | undefined> {
  const asked = await app
    .get('db')('decisions')
    .modify(visibleTo(viewer, 'decisions', 'decisions'))
    .whereRaw('about @> ?::jsonb', [JSON.stringify([wanted])])
    .first('about')
  const matches = (pin: Record<string, unknown>) =>
    Object.entries(wanted).every(([field, value]) => pin[field] === value)
  return asked?.about.find(matches)
}

async function send(app: Application, ctx: ParameterizedContext, { name, type, size, hash }: Content) {
  const inline = ctx.query.inline !== undefined && SHOWN.includes(type)
  guard(ctx, hash)
  ctx.set({
    'Content-Disposition': disposition(name, { type: inline ? 'inline' : 'attachment' }),
    'Accept-Ranges': 'bytes'
  })
  ctx.type = inline && type === 'text/plain' ? 'text/plain; charset=utf-8' : type
  if (isFresh(ctx)) return
  const range = rangeOf(ctx, size)
  if (range === null) {
    ctx.status = 416
    ctx.set('Content-Range', `bytes */${size}`)
    return void (ctx.body = '')
  }
  ctx.status = range ? 206 : 200
  if (range) ctx.set('Content-Range', `bytes ${range.start}-${range.end}/${size}`)
  ctx.length = range ? range.end - range.start + 1 : size
  ctx.body = ctx.method === 'HEAD' ? null : await app.get('files').storage.read(hash, range)
  if (ctx.method === 'HEAD') ctx.status = range ? 206 : 200
}

async function sendPicture(
  app: Application,
  ctx: ParameterizedContext,
  content: Content,
  size: Size,
  viewer: Viewer
) {
  guard(ctx, `${content.hash}-${size}`)
  if (isFresh(ctx)) return
  const picture = await app
    .get('files')
    .pictures.of(content, size, viewer)
    .catch((error) => {
      throw error instanceof WorkersBusy ? tooMany('tooMany', BUSY) : error
    })
  if (!picture) throw fault(NotFound, 'notFound')
  ctx.type = 'image/webp'
  ctx.body = Buffer.from(picture)
}

/** Whatever it is, it runs nothing and reaches nothing; a browser may keep it, but has to ask each time. */
function guard(ctx: ParameterizedContext, tag: string) {
  ctx.status = 200
  ctx.set({
    'Cache-Control': 'private, no-cache',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    ETag: `"${tag}"`
  })
}

function isFresh(ctx: ParameterizedContext) {
  if (ctx.get('if-none-match') !== ctx.response.get('etag')) return false
  ctx.status = 304
  return true
}

/** One range of bytes; undefined is all of it, null one that lies outside. */
function rangeOf(ctx: ParameterizedContext, size: number): Range | undefined | null {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(ctx.get('range')) ?? []
  const since = ctx.get('if-range')
  if ((!first && !last) || (since && since !== ctx.response.get('etag'))) return undefined
  const start = first ? Number(first) : Math.max(0, size - Number(last))
  const end = first && last ? Math.min(Number(last), size - 1) : size - 1
  return start <= end ? { start, end } : null
}
