/**
 * Windows of time: one person's mail in the making. A window and its job are written in one transaction; the content is read
 * only when the mail is about to leave.
 */
import { randomUUID } from 'node:crypto'
import type { Matter } from '../aside/index.ts'
import { eachAlone, type Transaction } from '../database/index.ts'
import type { Application } from '../declarations.ts'
import { addJob } from '../jobs/index.ts'
import { mayEnter } from '../policy/entering.ts'
import { dueAt, isDigestHour, type Habit } from './due.ts'
import type { Tiding } from './tidings.ts'

export interface Window {
  id: string
  userId: string
  fromSeq: number
  toSeq: number | null
  dueAt: string
}

/** Those who want it at once do not wait for everybody's daily mail. */
export const tasks = { immediate: 'mail', daily: 'digest' }
const DELAY = 45_000

/** One job a window: a new one under the same key takes the place of the old. */
export const schedule = (trx: Transaction, windowId: string, at: Date, mail: Habit['mail']) =>
  addJob(trx, tasks[mail], { windowId }, { at, key: windowId })

/** Opens a window for everyone concerned who wants mail and has none open; one that is due too late comes forward. */
export async function openWindows(app: Application, trx: Transaction, told: Tiding[]) {
  const first = new Map(told.toReversed().map((tiding) => [tiding.userId, tiding]))
  const people: (Habit & { id: string })[] = await trx('users')
    .select('id', 'mail', 'timeZone')
    .whereIn('id', [...first.keys()])
    .whereIn('mail', ['immediate', 'daily'])
    .modify(mayEnter(app.get('config')))
    .orderBy('id')
  const from = (person: { id: string }) => (first.get(person.id) as Tiding).seq - 1
  await eachAlone(
    trx,
    people,
    (inner, person) => openWindow(app, inner, person, from(person)),
    (outer, person, error) =>
      app
        .get('aside')
        .put(outer, { reader: 'person', subject: person.id, userId: person.id, seq: from(person) }, error)
  )
}

async function openWindow(
  app: Application,
  trx: Transaction,
  person: Habit & { id: string },
  fromSeq: number
) {
  const due = nextDue(app, person)
  const { rows } = await trx.raw(
    `insert into "mailWindows" (id, "userId", "fromSeq", "dueAt") values (?, ?, ?, ?)
     on conflict ("userId") where "toSeq" is null do update
       set "dueAt" = least("mailWindows"."dueAt", excluded."dueAt"),
         "fromSeq" = least("mailWindows"."fromSeq", excluded."fromSeq")
       where excluded."dueAt" < "mailWindows"."dueAt" or excluded."fromSeq" < "mailWindows"."fromSeq"
     returning id, "dueAt"`,
    [randomUUID(), person.id, fromSeq, due.toISOString()]
  )
  for (const { id, dueAt } of rows) await schedule(trx, id, new Date(dueAt), person.mail)
}

/** For whom no window could be opened, from the place that was missed first; who wants no mail any more gets none. */
export async function openMissed(app: Application, trx: Transaction, { userId, seq }: Matter) {
  const person = await trx('users')
    .where({ id: userId })
    .whereIn('mail', ['immediate', 'daily'])
    .whereNull('deactivatedAt')
    .first('id', 'mail', 'timeZone')
  if (person) await openWindow(app, trx, person, seq as number)
}

/**
 * Ends the gathering: what the reader has passed belongs to this window, what comes later to the next. Answers null where
 * there is nothing to do now: the window is closed, or its person has come to prefer the daily mail.
 */
export async function seal(app: Application, windowId: string): Promise<Window | null> {
  return app.get('db').transaction(async (trx) => {
    // The place before the window, as the reader takes them.
    const place = await trx('mailPlace').forShare().first('seq')
    const window: Window | undefined = await trx('mailWindows')
      .where({ id: windowId })
      .whereNull('closedAt')
      .forUpdate()
      .skipLocked()
      .first()
    if (!window || window.toSeq !== null) return window ?? null
    const person: Habit = await trx('users').where({ id: window.userId }).first('mail', 'timeZone')
    if (comesTooEarly(app, person, window)) {
      const due = nextDue(app, person)
      await trx('mailWindows').where({ id: window.id }).update({ dueAt: due })
      await schedule(trx, window.id, due, person.mail)
      return null
    }
    const [sealed] = await trx('mailWindows')
      .where({ id: window.id })
      .update({ toSeq: place.seq })
      .returning('*')
    return sealed
  })
}

const comesTooEarly = (app: Application, { mail, timeZone }: Habit, window: Window) =>
  mail === 'daily' && !isDigestHour(new Date(window.dueAt), app.get('config').mailDigestHour, timeZone)

const nextDue = (app: Application, person: Habit) =>
  dueAt(person, app.get('clock').now(), app.get('mailDelay') ?? DELAY, app.get('config').mailDigestHour)

/**
 * Gives a new job to windows whose own is gone, spent, or held by a process that died: while a mail is being made, its window
 * is locked, and a lock dies with its holder.
 */
export async function revive(app: Application) {
  await app.get('db').transaction(async (trx) => {
    const { rows } = await trx.raw(
      `select "window".id, "window"."userId", "window"."dueAt", users.mail from "mailWindows" as "window"
       join users on users.id = "window"."userId"
       left join graphile_worker.jobs as job on job.key = "window".id::text
       where "window"."closedAt" is null
         and not exists (select 1 from "setAside" where reader = 'window' and subject = "window".id::text)
         and (job.id is null or job.locked_at < now() - interval '10 seconds'
           or (job.locked_at is null and job.attempts >= job.max_attempts))
       for update of "window" skip locked`
    )
    await eachAlone<Window & Pick<Habit, 'mail'>>(
      trx,
      rows,
      (inner, { id, dueAt, mail }) => schedule(inner, id, new Date(dueAt), wished(mail)),
      (outer, { id, userId }, error) =>
        app.get('aside').put(outer, { reader: 'window', subject: id, recordId: id, userId }, error)
    )
  })
}

/** A daily mail waits a day at most, and an hour more where the clocks change. */
const FARTHEST = 25 * 3_600_000

/** What was opened while the clock of this machine went ahead would wait until that time has come. */
export async function bringForward(app: Application) {
  const farthest = new Date(app.get('clock').now().getTime() + FARTHEST)
  await app.get('db').transaction(async (trx) => {
    const rows: (Habit & { id: string })[] = await trx('mailWindows')
      .join('users', 'users.id', 'mailWindows.userId')
      .whereNull('toSeq')
      .where('dueAt', '>', farthest)
      .forUpdate('mailWindows')
      .skipLocked()
      .select('mailWindows.id', 'users.mail', 'users.timeZone')
    for (const { id, mail, timeZone } of rows) {
      const due = nextDue(app, { mail: wished(mail), timeZone })
      await trx('mailWindows').where({ id }).update({ dueAt: due })
      await schedule(trx, id, due, wished(mail))
    }
  })
}

/** Of a window that was set aside: its mail is made at once. */
export async function scheduleNow(app: Application, trx: Transaction, id: string) {
  const { mail } = await trx('mailWindows')
    .join('users', 'users.id', 'mailWindows.userId')
    .where('mailWindows.id', id)
    .first('mail')
  await schedule(trx, id, app.get('clock').now(), wished(mail))
}

/** Who wants none any more is found out when it is made. */
const wished = (mail: string) => (mail === 'daily' ? 'daily' : 'immediate')
