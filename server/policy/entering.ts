import type { Knex } from 'knex'

/**
 * Who may come in and be written to: active people, and the demo firm's own only while the demo is on, for everybody knows
 * their password. Modifies a query of `users`, under whatever name they stand there.
 */
export const mayEnter =
  ({ demo }: { demo: boolean }, users = 'users') =>
  (query: Knex.QueryBuilder) => {
    query.whereNull(`${users}.deactivatedAt`)
    if (!demo) query.where(`${users}.demo`, false)
  }
