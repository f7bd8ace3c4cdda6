import type { Knex } from 'knex'

/** Looks through another's eyes are found by the session that they began in. */
export async function up(knex: Knex) {
  await knex.raw(
    `create index "sessions_from_idx" on sessions ("fromSessionId") where "fromSessionId" is not null and "endedAt" is null`
  )
}

export async function down(knex: Knex) {
  await knex.raw('drop index "sessions_from_idx"')
}
