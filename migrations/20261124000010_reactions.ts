import type { Knex } from 'knex'

export async function up(knex: Knex) {
  await knex.raw(`
    -- A sign that somebody set under a comment. It never reaches further than the comment.
    create table reactions (
      id uuid primary key,
      "roomId" uuid not null references rooms,
      "commentId" uuid not null references comments,
      "authorId" uuid not null references users,
      "authorParty" text,
      sign text not null,
      audience text[] not null,
      "createdAt" timestamptz not null,
      "withdrawnAt" timestamptz,
      check ("authorParty" is null or "authorParty" = any (audience))
    );
    create unique index on reactions ("commentId", "authorId", sign) where "withdrawnAt" is null;
    create index on reactions ("roomId", "createdAt", id);
    create index on reactions ("authorId");
  `)
}

export async function down(knex: Knex) {
  await knex.raw('drop table reactions')
}
