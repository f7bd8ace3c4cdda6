/** Makes a document aside: gathered in one snapshot, then chained, sealed and written in its three forms by a process of its own. */
import { NotFound } from '@feathersjs/errors'
import { isPassing } from '../../database/failure.ts'
import type { Transaction } from '../../database/index.ts'
import type { Application } from '../../declarations.ts'
import { addJob } from '../../jobs/index.ts'
import { append } from '../../journal/append.ts'
import { inSnapshot } from '../../journal/feed.ts'
import type { Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import { zoneOf } from '../../language/timeZone.ts'
import { WorkerFailed, type WorkerPool } from '../../workers/index.ts'
import type { Header } from './exports.chain.ts'
import { gather } from './exports.gather.ts'
import { firmKey } from './exports.key.ts'
import { eyesOf } from './exports.viewer.ts'
import type { Made, Part } from './exports.worker.ts'

export const TASK = 'export'
/** Longer than a document may take. */
const LOST = 4 * 60_000
const DAY = 24 * 3_600_000

/** The first of everybody's goes before the second of anybody's: `before` is how many of this person's wait already. */
export const order = (trx: Transaction, { id, userId }: Pick<Row, 'id' | 'userId'>, before: number) =>
  addJob(trx, TASK, { exportId: id }, { key: `export ${id}`, owner: userId, priority: before })

export async function waitingOf(trx: Transaction, userId: string): Promise<number> {
  const unfinished = trx('exports').where({ userId }).whereIn('state', ['waiting', 'working'])
  const counted = await unfinished.count('* as total').first()
  return Number(counted!.total)
}

export type Documents = WorkerPool<Part, Made>

/** In all forms, of one document. */
const limits = { size: 2, cpu: 30_000, time: 150_000, memory: 1_500_000_000 }
const SLICE = 200

export const documents = (app: Application): Documents =>
  app.get('workers').pool(new URL('exports.worker.ts', import.meta.url), limits)

export async function make(app: Application, workers: Documents, exportId: string) {
  const asked: Row | undefined = await app.get('db')('exports').where({ id: exportId }).first()
  if (!asked || !['waiting', 'working'].includes(asked.state)) return
  try {
    await step(app, asked, { state: 'working', progress: 10 })
    const parts = await gathered(app, asked)
    await step(app, asked, { progress: 50 })
    const { head, files } = await workers.run(asked.userId, parts)
    const readyAt = app.get('clock').now().toISOString()
    await step(app, asked, { state: 'ready', progress: 100, head, readyAt }, files)
  } catch (error) {
    if (error instanceof WorkerFailed)
      console.error(`A document could not be made (export ${exportId}): ${error.message}`) // prettier-ignore
    // Whoever asked is shut out by now, or it would fail in the same way: there is nothing to try again.
    else if (!(error instanceof NotFound)) throw error
    await step(app, asked, { state: 'failed' })
  }
}

async function gathered(app: Application, asked: Row): Promise<Part[]> {
  const key = await firmKey(app.get('db'))
  return inSnapshot(app.get('db'), async (trx) => {
    const eyes = await eyesOf(trx, asked as Row & { userId: string; roomId: string; party: string })
    if (!eyes) throw fault(NotFound, 'notFound')
    const { room, entries } = await gather(app, trx, eyes, asked.roomId)
    const organizations = await namesOf(trx)
    const header = await headerOf(app, trx, asked, room.title, organizations)
    const slices = Array.from({ length: Math.ceil(entries.length / SLICE) }, (_, at) =>
      entries.slice(at * SLICE, (at + 1) * SLICE)
    )
    return [{ header, key, organizations }, ...slices]
  })
}

/** Only named where a record's audience is shown, which is to the firm's own people. */
async function namesOf(trx: Transaction): Promise<Map<string, string>> {
  const rows: { id: string; name: string }[] = await trx('organizations').select('id', 'name')
  return new Map(rows.map(({ id, name }) => [id, name]))
}

async function headerOf(
  app: Application,
  trx: Transaction,
  asked: Row,
  title: string,
  organizations: Map<string, string>
): Promise<Header> {
  const asker = await trx('users').where({ id: asked.userId }).first('name', 'locale', 'timeZone')
  const firm = await trx('settings').where({ key: 'firm' }).first('value')
  return {
    exportId: asked.id,
    firm: firm?.value?.name ?? 'Strefa',
    roomId: asked.roomId,
    title,
    party: asked.party,
    partyName: asked.party ? (organizations.get(asked.party.split(':')[1]) ?? asked.party) : null,
    madeAt: app.get('clock').now().toISOString(),
    madeBy: asker.name,
    locale: asker.locale,
    timeZone: zoneOf(asker.timeZone)
  }
}

/** How far it has come: kept, and told to whoever asked. */
async function step(
  app: Application,
  asked: Row,
  changes: { state?: string; [field: string]: unknown },
  files: Record<string, Uint8Array> = {}
) {
  const { now, id } = app.get('clock')
  const at = now().toISOString()
  await app.get('db').transaction(async (trx) => {
    const before = await trx('exports').where({ id: asked.id }).forUpdate().first()
    if (before.state !== 'waiting' && before.state !== 'working' && changes.state !== 'expired') return
    await trx('exports')
      .where({ id: asked.id })
      .update({ ...changes, updatedAt: at })
    for (const [format, content] of Object.entries(files))
      await trx('exportFiles')
        .insert({ exportId: asked.id, format, content: Buffer.from(content) })
        .onConflict()
        .ignore()
    if (changes.state === 'expired') await trx('exportFiles').where({ exportId: asked.id }).delete()
    const values = Object.fromEntries(Object.entries(changes).map(([field, to]) => [field, [before[field], to] as [unknown, unknown]])) // prettier-ignore
    await append(trx, {
      ...{ id: id(), at, actorId: asked.userId, roomId: null, service: 'exports', recordId: asked.id },
      ...{ event: 'patched', authorId: asked.userId, before: {}, after: {}, values }
    })
  })
  app.get('sequencer').poke()
}

/** Takes away what was made long ago; anyone who needs it still can have it made again. */
export async function expire(app: Application) {
  const { exportKeepDays } = app.get('config')
  const before = new Date(app.get('clock').now().getTime() - exportKeepDays * DAY)
  const db = app.get('db')
  const old: Row[] = await db('exports')
    .where({ state: 'ready' })
    .where('readyAt', '<', before)
    .whereNotExists(
      db('setAside').select(1).where({ reader: 'export' }).whereRaw('subject = exports.id::text')
    )
  for (const asked of old) await step(app, asked, { state: 'expired' }).catch(setAside(app, asked))
}

const setAside =
  (app: Application, { id, roomId, userId }: Row) =>
  async (error: unknown) => {
    if (isPassing(error)) throw error
    const about = { subject: id, service: 'exports', recordId: id, roomId, userId }
    await app.get('aside').put(app.get('db'), { reader: 'export', ...about }, error)
  }

/** Of one that was set aside, if it is still there. */
export async function expireAfterAll(app: Application, id: string) {
  const asked: Row | undefined = await app.get('db')('exports').where({ id, state: 'ready' }).first()
  if (asked) await step(app, asked, { state: 'expired' })
}

/** Gives another job to documents whose own is gone, spent, or held by a process that died. */
export async function revive(app: Application) {
  const before = new Date(app.get('clock').now().getTime() - LOST)
  await app.get('db').transaction(async (trx) => {
    const lost = await trx('exports')
      .leftJoin('graphile_worker.jobs as job', 'job.key', trx.raw(`'export ' || exports.id`))
      .whereIn('exports.state', ['waiting', 'working'])
      .where('exports.updatedAt', '<', before)
      .whereRaw(
        '(job.id is null or job.locked_at < ? or (job.locked_at is null and job.attempts >= job.max_attempts))',
        [before]
      ) // prettier-ignore
      .forUpdate('exports')
      .skipLocked()
      .select('exports.id', 'exports.userId')
    for (const asked of lost) await order(trx, asked, 0)
  })
}
