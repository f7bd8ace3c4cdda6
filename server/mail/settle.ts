/** Settles one window: its person gets the mail, or there is nothing to tell any more. */
import type { Transaction } from '../database/index.ts'
import type { Application } from '../declarations.ts'
import { expose } from '../journal/expose.ts'
import { digestOf, type Digest } from './digest.ts'
import { letterOf } from './letter.ts'
import { Refused, type Letter, type Outlet } from './outlet.ts'
import { seal, type Window } from './windows.ts'

interface Sent {
  digest: Digest
  letter: Letter
}
type Outcome = Sent | 'nothing' | 'refused'

/**
 * The window stays locked until it is closed, so that no other process makes the same mail. A crash before the hand-over
 * loses nothing; one between the hand-over and the commit doubles the mail: SMTP has no way to close that gap.
 */
export async function settle(app: Application, outlet: Outlet, windowId: string) {
  const sealed = await seal(app, windowId)
  if (!sealed) return
  await app.get('db').transaction(async (trx) => {
    // The hand-over may take longer than anything else that is done while a transaction is open.
    await trx.raw(`set local idle_in_transaction_session_timeout = '10min'`)
    const window = await lock(trx, sealed.id)
    if (!window) return
    const outcome = await hand(app, outlet, window)
    if (typeof outcome === 'object') await remember(app, trx, window, outcome)
    await trx('mailWindows')
      .where({ id: window.id })
      .update({
        closedAt: app.get('clock').now(),
        outcome: typeof outcome === 'object' ? 'sent' : outcome
      })
  })
  app.get('sequencer').poke()
}

/** What went out, as it was, and whom it has reached. */
async function remember(app: Application, trx: Transaction, window: Window, { digest, letter }: Sent) {
  await trx('mails').insert({
    id: window.id,
    userId: window.userId,
    at: app.get('clock').now(),
    subject: String(letter.subject),
    body: String(letter.text),
    html: String(letter.html)
  })
  if (digest.person.zone === 'staff') return
  const said = Map.groupBy(
    digest.rooms.flatMap((room) => room.said),
    ({ kind }) => `${kind}s`
  )
  for (const [service, group] of said) {
    const records = group.map(({ data }) => data).filter(({ roomId }) => roomId)
    await expose(app.get('clock'), trx, digest.person, { service, records, how: 'mailedAt' })
  }
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
    const letter = letterOf(window.id, digest, app.get('config'))
    await post.hand(window.id, letter)
    return { digest, letter }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    console.error(`A mail could not be delivered, its address is unknown: ${error.message}`)
    return 'refused'
  }
}
