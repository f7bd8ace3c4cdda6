import type { Knex } from 'knex'

export async function up(knex: Knex) {
  await knex.raw(`
    -- A room put into one document, as one side may see it. It belongs to whoever asked for it.
    create table exports (
      id uuid primary key,
      "roomId" uuid not null references rooms,
      "userId" uuid not null references users,
      -- The party whose eyes it was made with; null where it is all that the asker sees.
      party text,
      state text not null default 'waiting' check (state in ('waiting', 'working', 'ready', 'failed')),
      progress int not null default 0 check (progress between 0 and 100),
      -- The last link of the chain, so that a document can be compared with what was made.
      head text,
      "requestId" uuid,
      "createdAt" timestamptz not null,
      "updatedAt" timestamptz not null,
      "readyAt" timestamptz
    );
    create index on exports ("userId", "createdAt", id);
    create index on exports ("updatedAt") where state in ('waiting', 'working');

    create table "exportFiles" (
      "exportId" uuid not null references exports,
      format text not null check (format in ('json', 'html', 'pdf')),
      content bytea not null,
      primary key ("exportId", format)
    );
  `)
}

export async function down(knex: Knex) {
  await knex.raw('drop table "exportFiles", exports')
}
