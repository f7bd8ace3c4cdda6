import type { Knex } from 'knex'

/** A letter as it looked when it left; those that left before have their text only. */
export async function up(knex: Knex) {
  await knex.raw('alter table mails add column html text')
}

export async function down(knex: Knex) {
  await knex.raw('alter table mails drop column html')
}
