/** A question that nobody has answered calls once more before it is due: an entry in the journal, which mail and inbox read. */
import type { Application } from '../../declarations.ts'
import { append } from '../../journal/append.ts'

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
  const { now, id } = app.get('clock')
  const at = now().toISOString()
  await app.get('db').transaction(async (trx) => {
    const due = await trx('decisions')
      .join('rooms', 'rooms.id', 'decisions.roomId')
      .where({ state: 'open' })
      .whereNull('remindedAt')
      .whereNull('rooms.deletedAt')
      .where('remindAt', '<=', at)
      .orderBy('remindAt')
      .limit(MANY)
      .forUpdate('decisions')
      .skipLocked()
      .select('decisions.*')
    for (const decision of due) {
      const sight = { audience: decision.audience }
      await trx('decisions').where({ id: decision.id }).update({ remindedAt: at })
      await append(trx, {
        ...{
          id: id(),
          at,
          actorId: null,
          roomId: decision.roomId,
          service: 'decisions',
          recordId: decision.id
        },
        ...{ event: 'patched', authorId: decision.authorId, before: sight, after: sight },
        values: { remindedAt: [null, at] }
      })
    }
  })
  app.get('sequencer').poke()
}
