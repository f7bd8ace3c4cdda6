import type { Knex } from 'knex'

/** Beside each mentioned person, the party they stood for when it was written; empty for the firm's people. */
export async function up(knex: Knex) {
  await knex.raw(`
    alter table comments add column "mentionParties" text[] not null default '{}';
    update comments set "mentionParties" = array(
      select coalesce(users.zone || ':' || users."organizationId", '')
      from unnest(mentions) with ordinality as called(id, place) join users using (id) order by place);
    alter table comments add check (cardinality(mentions) = cardinality("mentionParties"));
  `)
}

export async function down(knex: Knex) {
  await knex.raw('alter table comments drop column "mentionParties"')
}
