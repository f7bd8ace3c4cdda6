import type { Knex } from 'knex'

/** Who answers for an invitation: whoever made it, or sent it again after that. It ends with their rights. */
export async function up(knex: Knex) {
  await knex.raw(`
    alter table invitations add column "grantedById" uuid references users;
    update invitations set "grantedById" = "createdById";
    alter table invitations alter column "grantedById" set not null;
    create index on invitations ("grantedById") where "acceptedAt" is null and "cancelledAt" is null;
    create index on sessions ("expiresAt") where "endedAt" is null;
  `)
}

export async function down(knex: Knex) {
  await knex.raw(`
    drop index "sessions_expiresAt_idx";
    alter table invitations drop column "grantedById";
  `)
}
