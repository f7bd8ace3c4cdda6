/** Settles one window: its person gets the mail, or there is nothing to tell any more. */
import type { Transaction } from '../database/index.ts'
import type { Application } from '../declarations.ts'
import { digestOf } from './digest.ts'
import { letterOf } from './letter.ts'
import { Refused, type Outlet } from './outlet.ts'
import { seal, type Window } from './windows.ts'

type Outcome = 'sent' | 'nothing' | 'refused'

/**
 * The window stays locked until it is closed, so that no other process makes the same mail. A crash before the hand-over
 * loses nothing; one between the hand-over and the commit doubles the mail: SMTP has no way to close that gap.
 */
export async function settle(app: Application, outlet: Outlet, windowId: string) {
  const sealed = await seal(app, windowId)
  if (!sealed) return
  await app.get('db').transaction(async (trx) => {
    const window = await lock(trx, sealed.id)
    if (!window) return
    const outcome = await hand(app, outlet, window)
    await trx('mailWindows')
      .where({ id: window.id })
      .update({ closedAt: app.get('clock').now(), outcome })
  })
}

const lock = (trx: Transaction, id: string): Promise<Window | undefined> =>
  trx('mailWindows').where({ id }).whereNull('closedAt').forUpdate().skipLocked().first()

/** The connection is opened first, which may take long; what may be read is found out after that, just before it leaves. */
async function hand(app: Application, outlet: Outlet, window: Window): Promise<Outcome> {
  if (!(await digestOf(app, window))) return 'nothing'
  await using post = await outlet.open()
  const digest = await digestOf(app, window)
  if (!digest) return 'nothing'
  try {
    await post.hand(window.id, letterOf(window.id, digest, app.get('config')))
    return 'sent'
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    console.error(`A mail could not be delivered, its address is unknown: ${error.message}`)
    return 'refused'
  }
}
