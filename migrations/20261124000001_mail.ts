import type { Knex } from 'knex'

export async function up(knex: Knex) {
  await knex.raw(`
    -- How far the mail room has read in the feed. One row; whoever holds its lock reads on.
    create table "mailPlace" (
      one boolean primary key default true check (one),
      seq bigint not null
    );
    insert into "mailPlace" (seq) select coalesce(max(seq), 0) from feed;

    -- What a person away has not been told yet: entries after fromSeq; up to toSeq once the mail is being made, and what
    -- comes later then opens the next window.
    create table "mailWindows" (
      id uuid primary key,
      "userId" uuid not null references users,
      "fromSeq" bigint not null,
      "toSeq" bigint,
      "dueAt" timestamptz not null,
      "closedAt" timestamptz,
      outcome text check (outcome in ('sent', 'nothing', 'refused')),
      check (("closedAt" is null) = (outcome is null))
    );
    create unique index on "mailWindows" ("userId") where "toSeq" is null;
    create index on "mailWindows" ("dueAt") where "closedAt" is null;
  `)
}

export async function down(knex: Knex) {
  await knex.raw('drop table "mailWindows", "mailPlace"')
}
