import type { Knex } from 'knex'

/** What was counted for the limits that several nodes share. Unlogged: after a crash counting begins anew. */
export async function up(knex: Knex) {
  await knex.raw(
    'create unlogged table limits (key text primary key, points integer not null default 0, expire bigint)'
  )
  await knex.raw('create index on limits (expire)')
}

export async function down(knex: Knex) {
  await knex.raw('drop table limits')
}
