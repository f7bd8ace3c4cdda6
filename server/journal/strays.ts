import type { Application } from '../declarations.ts'

const WHY = new Error('Not an entry of the journal, or told before.')

/** What stood in line to be told and could not be; administrators see it. */
export const strays = (app: Application) => {
  app.get('aside').onRetry('pending', async (trx, { subject }) => {
    const [entry] = await trx('journal').where({ position: subject }).select('position')
    const [told] = await trx('feed').where({ position: subject }).select('seq')
    if (!entry || told) throw WHY
    await trx('journalPending').insert({ position: subject }).onConflict().ignore()
  })
  return async (positions: number[]) => {
    for (const position of positions)
      await app.get('aside').put(app.get('db'), { reader: 'pending', subject: String(position) }, WHY)
  }
}
