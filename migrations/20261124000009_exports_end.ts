import type { Knex } from 'knex'

/** A document is kept for a time; that it was made is kept for good. */
export async function up(knex: Knex) {
  await knex.raw(`
    alter table exports drop constraint exports_state_check;
    alter table exports add constraint exports_state_check
      check (state in ('waiting', 'working', 'ready', 'failed', 'expired'));
    create index on exports ("readyAt") where state = 'ready';
  `)
}

export async function down(knex: Knex) {
  await knex.raw(`
    drop index "exports_readyAt_idx";
    update exports set state = 'failed' where state = 'expired';
    alter table exports drop constraint exports_state_check;
    alter table exports add constraint exports_state_check
      check (state in ('waiting', 'working', 'ready', 'failed'));
  `)
}
