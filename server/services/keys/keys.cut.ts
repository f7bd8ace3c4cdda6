import { addJob } from '../../jobs/index.ts'
import { cutKey, KEY_TASK } from '../../keys/index.ts'
import type { Transaction } from '../../database/index.ts'
import type { Application } from '../../declarations.ts'

type Whose = { invitationId: string } | { userId: string }

/** A new key for the invitation or the person, which puts earlier ones out of use, and the mail that brings it. */
export async function sendKey(app: Application, trx: Transaction, whose: Whose, expiresAt: Date) {
  await spendKeys(app, trx, whose)
  const key = { ...cutKey(app.get('config').sessionSecret, app.get('clock').id()), ...whose, expiresAt }
  await trx('keys').insert(key)
  await addJob(trx, KEY_TASK, { keyId: key.id })
}

/** What was sent before opens nothing any more. */
export const spendKeys = (app: Application, trx: Transaction, whose: Whose) =>
  trx('keys')
    .where(whose)
    .whereNull('usedAt')
    .update({ usedAt: app.get('clock').now() })
