import type { Knex } from 'knex'

export async function up(knex: Knex) {
  await knex.raw(`
    create table files (
      id uuid primary key,
      "roomId" uuid not null references rooms,
      "commentId" uuid references comments,
      "authorId" uuid not null references users,
      "authorParty" text,
      name text not null,
      type text not null,
      size bigint not null check (size > 0),
      hash text not null,
      version int not null default 1,
      audience text[] not null,
      "requestId" uuid,
      "createdAt" timestamptz not null,
      "editedAt" timestamptz,
      "withdrawnAt" timestamptz,
      check ("authorParty" is null or "authorParty" = any (audience))
    );
    create index on files ("roomId", "createdAt", id);
    create index on files ("commentId") where "commentId" is not null;
    create index on files ("authorId");

    -- Every version that a file ever had, the present one included. An upload becomes one version and no more.
    create table "fileVersions" (
      "fileId" uuid not null references files,
      version int not null,
      "uploadId" uuid not null unique,
      name text not null,
      type text not null,
      size bigint not null,
      hash text not null,
      "createdAt" timestamptz not null,
      primary key ("fileId", version)
    );
    create trigger "appendOnly" before update or delete or truncate on "fileVersions"
      for each statement execute function "refuseChange"();
  `)
}

export async function down(knex: Knex) {
  await knex.raw('drop table "fileVersions", files')
}
