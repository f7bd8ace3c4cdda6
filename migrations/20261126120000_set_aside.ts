import type { Knex } from 'knex'

export async function up(knex: Knex) {
  await knex.raw(`
    -- What could not be done for one person, entry or record, so that everybody else's went on. An entry of the journal stays
    -- here when it has ended, since its old place in the feed is passed over for good.
    create table "setAside" (
      id uuid primary key,
      reader text not null check (reader in ('journal', 'pending', 'person', 'window', 'reminder', 'export', 'job')),
      subject text not null,
      service text, "recordId" uuid, "roomId" uuid, "userId" uuid,
      -- A place in the feed, where there is one.
      seq bigint,
      reason text not null,
      attempts int not null default 1,
      at timestamptz not null,
      "triedAt" timestamptz not null,
      -- Null: it waits for an administrator.
      "nextAt" timestamptz,
      "endedAt" timestamptz,
      -- Of an entry: where it was fed again, and whether the mail reader had passed it before it broke.
      "againSeq" bigint,
      mailed boolean not null default false,
      unique (reader, subject)
    );
    create unique index on "setAside" (seq) where reader = 'journal';
    create index on "setAside" ("nextAt") where "endedAt" is null;

    -- An entry that was set aside is fed again, at a new place, once it can be told.
    alter table feed drop constraint feed_position_key;
    create index feed_position on feed (position);
  `)
}

export async function down(knex: Knex) {
  await knex.raw(`
    drop table "setAside";
    drop index feed_position;
    alter table feed add unique (position);
  `)
}
