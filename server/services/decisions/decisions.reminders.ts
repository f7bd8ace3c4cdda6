/** A question that nobody has answered calls once more before it is due: an entry in the journal, which mail and inbox read. */
import { eachAlone, type Transaction } from '../../database/index.ts'
import type { Application } from '../../declarations.ts'
import { append } from '../../journal/append.ts'
import type { Row } from '../../journal/kinds.ts'

const DAY = 24 * 3_600_000
const MANY = 200

/** A day before the moment or the morning of the day; half-way, if less than two days are left; null if it is due already. */
export function remindAt(createdAt: string, dueAt: string): string | null {
  const from = Date.parse(createdAt)
  const due = Date.parse(dueAt.length === 10 ? `${dueAt}T08:00:00Z` : dueAt)
  if (due <= from) return null
  return new Date(Math.max(due - DAY, from + (due - from) / 2)).toISOString()
}

/** Reminds of every question whose time has come; each once, on whichever node. */
export async function remind(app: Application) {
  const at = app.get('clock').now().toISOString()
  await app.get('db').transaction(async (trx) => {
    const due = await trx('decisions')
      .join('rooms', 'rooms.id', 'decisions.roomId')
      .where({ state: 'open' })
      .whereNull('remindedAt')
      .whereNull('rooms.deletedAt')
      .where('remindAt', '<=', at)
      .whereNotExists(
        trx('setAside').select(1).where({ reader: 'reminder' }).whereRaw('subject = decisions.id::text')
      )
      .orderBy('remindAt')
      .limit(MANY)
      .forUpdate('decisions')
      .skipLocked()
      .select('decisions.*')
    await eachAlone<Row>(
      trx,
      due,
      (inner, decision) => remindOf(app, inner, decision),
      (outer, { id, roomId, authorId }, error) =>
        app.get('aside').put(
          outer,
          {
            ...{ reader: 'reminder', subject: id, service: 'decisions' },
            ...{ recordId: id, roomId, userId: authorId }
          },
          error
        )
    )
  })
  app.get('sequencer').poke()
}

/** Of one that was set aside, if it still waits for an answer. */
export async function remindAfterAll(app: Application, trx: Transaction, id: string) {
  const decision = await trx('decisions')
    .where({ id, state: 'open' })
    .whereNull('remindedAt')
    .forUpdate()
    .first()
  if (decision) await remindOf(app, trx, decision)
}

async function remindOf(
  app: Application,
  trx: Transaction,
  { id: recordId, roomId, authorId, audience }: Row
) {
  const { now, id } = app.get('clock')
  const at = now().toISOString()
  const sight = { audience }
  await trx('decisions').where({ id: recordId }).update({ remindedAt: at })
  await append(trx, {
    ...{ id: id(), at, actorId: null, roomId, service: 'decisions', recordId },
    ...{ event: 'patched', authorId, before: sight, after: sight },
    values: { remindedAt: [null, at] }
  })
}
