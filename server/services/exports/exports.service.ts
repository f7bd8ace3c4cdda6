/** A room put into one document, by whoever may see it and as they, or one of the parties, may see it. */
import { BadRequest, Conflict, Forbidden, NotFound } from '@feathersjs/errors'
import { Type, type Static } from '@feathersjs/typebox'
import type { Transaction } from '../../database/index.ts'
import type { Application, HookContext, Params } from '../../declarations.ts'
import { authenticated } from '../../hooks/authenticated.ts'
import { once } from '../../hooks/once.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { moment, validate, validateQuery } from '../../hooks/validate.ts'
import type { Row } from '../../journal/kinds.ts'
import { inSnapshot } from '../../journal/feed.ts'
import { fault } from '../../language/index.ts'
import { tooMany } from '../../limits/index.ts'
import { visibleTo } from '../../policy/rules.ts'
import { isStaff, partyOf, type Viewer } from '../../policy/viewer.ts'
import { noteSecurityEvent, type SecurityEvent, type SecurityEventKind } from '../../security/index.ts'
import { only, Records } from '../records.ts'
import { shownIn } from './exports.gather.ts'
import { documents, expire, expireAfterAll, make, order, revive, TASK, waitingOf } from './exports.make.ts'
import { eyesOf, personOf } from './exports.viewer.ts'

const id = Type.String({ format: 'uuid' })
const closed = { additionalProperties: false }
const data = { roomId: id, requestId: Type.Optional(id) }
const exportData = {
  staff: Type.Object(
    { ...data, party: Type.Optional(Type.Union([Type.Null(), Type.String({ maxLength: 60 })])) },
    closed
  ),
  external: Type.Object(data, closed)
}
const exportQuery = { fields: { id, roomId: id, createdAt: moment } }
const fileQuery = {
  fields: {},
  plain: { format: Type.Unsafe<Format>({ type: 'string', enum: ['pdf', 'html', 'json'] }) }
}

type Format = 'pdf' | 'html' | 'json'
type ExportData = Static<typeof exportData.staff>

export interface Export {
  id: string
  roomId: string
  /** With whose eyes it is made; null: all that the asker sees. */
  party: string | null
  state: 'waiting' | 'working' | 'ready' | 'failed' | 'expired'
  progress: number
  head: string | null
  createdAt: string
  readyAt: string | null
  requestId?: string | null
}

const shown = ['id', 'roomId', 'party', 'state', 'progress', 'head', 'createdAt', 'readyAt'] as const
const types = { pdf: 'application/pdf', html: 'text/html; charset=utf-8', json: 'application/json' }

class ExportService extends Records {
  constructor(app: Application) {
    super(app, {
      service: 'exports',
      table: 'exports',
      owner: 'userId',
      sort: { createdAt: -1 },
      kind: {
        scope: 'own',
        shared: [],
        load: (trx, ids) => trx('exports').whereIn('id', ids),
        present: (row) => ({ ...only(row, shown), ...(row.requestId && { requestId: row.requestId }) })
      }
    })
  }

  async create({ roomId, party = null, requestId }: ExportData, params: Params) {
    const { viewer, recordId } = params
    const trx = params.trx!
    if (!(await seesRoom(trx, viewer, roomId))) throw fault(NotFound, 'notFound')
    if (party && !(await personOf(trx, roomId, party))) throw fault(BadRequest, 'partyNotHere', { party })
    const now = this.now()
    const row = {
      ...{ id: recordId, roomId, userId: viewer.id, requestId, createdAt: now, updatedAt: now },
      party: isStaff(viewer) ? party : partyOf(viewer)
    }
    const before = await this.withinQuota(params)
    const [made] = await trx('exports').insert(row).returning('*')
    await this.entry(
      params,
      { recordId: made.id, event: 'created', authorId: viewer.id, before: null, after: {} },
      { before: {}, after: made, fields: ['roomId', 'party', 'state'] }
    )
    await order(trx, made, before)
    await noteSecurityEvent(this.app, about('export-requested', viewer, made), params)
    return this.presentTo(viewer, made)
  }

  /** Answers how many of this person's are not finished. Locked: two at once must not both be the last. */
  private async withinQuota({ viewer, trx }: Params) {
    await trx!('users').where({ id: viewer.id }).forNoKeyUpdate().first('id')
    const unfinished = await waitingOf(trx!, viewer.id)
    if (unfinished >= this.app.get('config').quotas.exportsRunning) throw tooMany('tooManyExports', 10)
    return unfinished
  }
}

/** What is in a document, handed over only to whoever asked for it, while it still shows nothing that was hidden since. */
class ExportFileService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  async get(exportId: string, params: Params): Promise<Buffer> {
    const db = this.app.get('db')
    const asked: Row | undefined = await db('exports')
      .where('exports.id', exportId)
      .modify(visibleTo(params.viewer, 'exports', 'exports'))
      .first()
    if (!asked) throw fault(NotFound, 'notFound')
    if (asked.state === 'expired') throw fault(Conflict, 'exportExpired')
    if (asked.state !== 'ready') throw fault(Conflict, 'exportNotReady')
    await this.refuseHidden(asked, params.viewer)
    await noteSecurityEvent(this.app, about('export-downloaded', params.viewer, asked), params)
    const file = await db('exportFiles')
      .where({ exportId, format: params.query.format ?? 'pdf' })
      .first('content')
    return file.content
  }

  /** Both see the room now, whoever asked and whoever it was made for, and these every record that it shows. */
  private async refuseHidden(asked: Row, viewer: Viewer) {
    const db = this.app.get('db')
    await inSnapshot(db, async (trx) => {
      const eyes = await eyesOf(trx, asked as Row & { userId: string; roomId: string; party: string })
      for (const person of [viewer, eyes])
        if (!person || !(await seesRoom(trx, person, asked.roomId))) throw fault(NotFound, 'notFound')
      for (const [service, ids] of await shownIn(trx, asked.id))
        if (!(await seesAll(trx, eyes as Viewer, service, ids))) throw fault(Conflict, 'exportOutdated')
    })
  }
}

const about = (kind: SecurityEventKind, viewer: Viewer, { id, roomId, party }: Row): SecurityEvent => ({
  kind,
  userId: viewer.id,
  actorId: viewer.viewedBy ?? null,
  details: { exportId: id, roomId, party }
})

const seesRoom = (trx: Transaction, viewer: Viewer, roomId: string) =>
  trx('rooms')
    .where('rooms.id', roomId)
    .modify(visibleTo(viewer, 'tasks', 'rooms'))
    .first('id')

async function seesAll(trx: Transaction, viewer: Viewer, service: string, ids: string[]) {
  const seen = await trx(service)
    .whereRaw('?? = any(?)', [`${service}.id`, ids])
    .modify(visibleTo(viewer, service, service))
    .count('* as total')
    .first()
  return seen?.total === ids.length
}

/** A browser keeps it under a name that says what it is. */
const asFile = () => (context: HookContext) => {
  const format: Format = context.params.query.format ?? 'pdf'
  context.http = {
    ...context.http,
    headers: {
      'Content-Type': types[format],
      'Content-Disposition': `attachment; filename="strefa-${context.id}.${format}"`,
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    }
  }
}

/** A program's own word is no reader's: a document is fetched over HTTP, where it can be kept as a file. */
const overHttp =
  () =>
  ({ params }: HookContext) => {
    if (params.provider === 'socketio') throw fault(Forbidden, 'exportOverHttp')
  }

export const exports = (app: Application) => {
  const workers = documents(app)
  app
    .get('jobs')
    .task<{ exportId: string }>(TASK, 'documents', ({ exportId }) => make(app, workers, exportId))
  app.get('jobs').everyMinute('exports', async () => {
    await revive(app)
    await expire(app)
  })
  app.get('aside').onRetry('export', (_, { subject }) => expireAfterAll(app, subject))
  app.use('exports', new ExportService(app), { methods: ['find', 'get', 'create'] })
  app.service('exports').hooks({
    around: { all: [authenticated()], create: [inTransaction()] },
    before: { find: [validateQuery(exportQuery)], create: [validate(exportData), once()] }
  })
  app.use('export-files', new ExportFileService(app), { methods: ['get'] })
  app.service('export-files').hooks({
    around: { all: [authenticated()] },
    before: { get: [overHttp(), validateQuery(fileQuery)] },
    after: { get: [asFile()] }
  })
}
