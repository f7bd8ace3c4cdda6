/**
 * Locks for rules that no row and no constraint can hold alone. All transactions take their locks in one order, so that no two
 * wait for each other: administrators, people, sessions, invitations, one-time links, addresses, rooms, participants, then in a
 * room what hangs on a record after that record. Rows of one kind are taken in the order of their ids.
 */
import type { Transaction } from './index.ts'

/** Nobody becomes or stops being an administrator until this transaction ends; others may act as administrators meanwhile. */
export const holdAdministrators = (trx: Transaction) =>
  trx.raw(`select pg_advisory_xact_lock_shared(hashtext('strefa administrators'))`)

/** As above, for whoever changes it: one at a time, and nobody acts as an administrator meanwhile. Never after the shared lock. */
export const changeAdministrators = (trx: Transaction) =>
  trx.raw(`select pg_advisory_xact_lock(hashtext('strefa administrators'))`)

/** An address is given to one account or one open invitation at a time. */
export const holdAddress = (trx: Transaction, email: string) =>
  trx.raw(`select pg_advisory_xact_lock(hashtext('strefa address'), hashtext(?))`, [email])
