/** The mail room: a reader of the journal that writes to people who are away. */
import { join } from 'node:path'
import type { ParameterizedContext } from 'koa'
import type { Application } from '../declarations.ts'
import { lastPlace } from '../journal/feed.ts'
import { digestOf } from './digest.ts'
import { letterOf } from './letter.ts'
import { KEY_TASK, PASSWORD_TASK } from '../keys/index.ts'
import { handKey } from './key.ts'
import { OutboxOutlet, SmtpOutlet, type Outlet } from './outlet.ts'
import { handPasswordNotice } from './password.ts'
import { showOutbox } from './page.ts'
import { Reader } from './reader.ts'
import { settle } from './settle.ts'
import { openMissed, scheduleNow, tasks } from './windows.ts'

export class Mail {
  #app: Application
  #reader: Reader

  constructor(app: Application) {
    this.#app = app
    const outlet = this.#outlet()
    this.#reader = new Reader(app)
    const aside = app.get('aside')
    aside.onRetry('person', (trx, missed) => openMissed(app, trx, missed))
    aside.onRetry('window', (trx, { subject }) => scheduleNow(app, trx, subject))
    const jobs = app.get('jobs')
    jobs.task<{ keyId: string }>(KEY_TASK, 'urgent', ({ keyId }) => handKey(app, outlet, keyId))
    jobs.task<{ userId: string; email: string }>(PASSWORD_TASK, 'mail', ({ userId, email }) =>
      handPasswordNotice(app, outlet, userId, email)
    )
    const settled = ({ windowId }: { windowId: string }) => settle(app, outlet, windowId)
    jobs.task(tasks.immediate, 'mail', settled)
    jobs.task(tasks.daily, 'digests', settled)
  }

  async start() {
    await this.#beginAfterTheDemo()
    this.#app.get('live').onBatch(() => this.#reader.poke())
    this.#reader.start()
  }

  async stop() {
    await this.#reader.stop()
  }

  /** What would leave now for somebody who has a mail in the making. */
  async preview(userId: string): Promise<{ subject: string; body: string; html: string } | null> {
    const db = this.#app.get('db')
    const window = await db('mailWindows').where({ userId }).whereNull('closedAt').orderBy('dueAt').first()
    if (!window) return null
    const toSeq = window.toSeq ?? (await lastPlace(db))
    const digest = await digestOf(this.#app, { ...window, toSeq })
    if (!digest) return null
    const { subject, text, html } = letterOf(window.id, digest, this.#app.get('config'))
    return { subject: String(subject), body: String(text), html: String(html) }
  }

  /** The outbox at `/dev/mail`, where mails go nowhere else: whoever reads it may take over any account. Answers whether it was asked for. */
  async page(ctx: ParameterizedContext): Promise<boolean> {
    const { smtpUrl, demo, devMail = demo } = this.#app.get('config')
    if (smtpUrl || !devMail) return false
    return showOutbox(ctx, this.#folder())
  }

  /** The demo firm's past is told in the rooms; nobody was away from it. */
  async #beginAfterTheDemo() {
    if (!this.#app.get('config').demo) return
    const db = this.#app.get('db')
    await db('mailPlace')
      .where({ seq: 0 })
      .update({ seq: db.raw('(select coalesce(max(seq), 0) from feed)') })
  }

  #outlet(): Outlet {
    const { smtpUrl } = this.#app.get('config')
    return smtpUrl ? new SmtpOutlet(smtpUrl) : new OutboxOutlet(this.#folder())
  }

  #folder() {
    return join(this.#app.get('config').dataDir, 'outbox')
  }
}
