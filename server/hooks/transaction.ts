import type { NextFunction } from '@feathersjs/feathers'
import { withTransaction } from '../database/index.ts'
import type { HookContext } from '../declarations.ts'

/**
 * One transaction for the change and its entries. Inside another one it is a savepoint; the sequencer is woken once, after
 * the outermost commit, so that the author is acknowledged before anything is fanned out.
 */
export const inTransaction = () => async (context: HookContext, next: NextFunction) => {
  const { app, params } = context
  const outer = params.trx
  await withTransaction(
    outer ?? app.get('db'),
    async (trx) => {
      params.trx = trx
      await next()
    },
    () => app.get('sequencer').poke()
  ).finally(() => (params.trx = outer))
}
