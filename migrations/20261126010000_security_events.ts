import type { Knex } from 'knex'

export async function up(knex: Knex) {
  await knex.raw(`
    -- What concerns the safety of accounts. It is no domain record: no screen but the administrators' security log reads it.
    create table "securityEvents" (
      id uuid primary key,
      at timestamptz not null,
      kind text not null,
      "userId" uuid references users,
      "actorId" uuid references users,
      address text,
      agent text,
      details jsonb not null default '{}'
    );
    create index on "securityEvents" (at desc, id);
    create index on "securityEvents" ("userId", at desc);
    create index on "securityEvents" (kind, at desc);
  `)
}

export async function down(knex: Knex) {
  await knex.raw('drop table "securityEvents"')
}
