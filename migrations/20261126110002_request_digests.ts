import type { Knex } from 'knex'

/** Digests without a key, of bodies with passwords in them, are erased; a repeat of those requests answers their record. */
export async function up(knex: Knex) {
  await knex.raw(`
    alter table requests alter column digest drop not null;
    update requests set digest = null;
  `)
}

export async function down(knex: Knex) {
  await knex.raw(`
    update requests set digest = '';
    alter table requests alter column digest set not null;
  `)
}
