/**
 * Statements that PostgreSQL parses once for each connection and then knows by name. For the few that every write and every batch
 * asks; they name their columns, for one that says `*` would fail on every node still running when a migration adds a column.
 */
import type { Knex } from 'knex'
// @ts-expect-error It comes without types.
import ClientOfPostgres from 'knex/lib/dialects/postgres/index.js'

interface Prepared {
  options(options: object): this
}

/** Marks a query: `query.modify(prepared)`, or `prepared(db.raw(...))`. */
export const prepared = <Query extends Prepared>(query: Query): Query => query.options({ prepared: true })

const names = new Map<string, string>()

const nameOf = (sql: string) => {
  const name = names.get(sql) ?? `strefa ${names.size}`
  names.set(sql, name)
  return name
}

class PreparingClient extends ClientOfPostgres {
  _query(connection: unknown, query: { sql: string; options?: { prepared?: boolean } }) {
    if (query.options?.prepared) query.options = { ...query.options, ...{ name: nameOf(query.sql) } }
    return super._query(connection, query)
  }
}

/** The driver to give to Knex. */
export const client = PreparingClient as unknown as typeof Knex.Client
