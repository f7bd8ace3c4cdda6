import type { Knex } from 'knex'

const tables = ['comments', 'links', 'files', 'news']

/**
 * What each party has seen of a record's edits; an edit out of their sight is none to them. What is seen today was told
 * already, with its version and the time of its last edit: it stays as it is.
 */
export async function up(knex: Knex) {
  for (const table of tables) {
    const version = table === 'files' ? 'version' : '1'
    await knex.raw(`
      alter table ${table} add "seenEdits" jsonb not null default '{}';
      update ${table} set "seenEdits" = (
        select coalesce(jsonb_object_agg(party, jsonb_build_object('at', to_char("editedAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'version', ${version})), '{}')
        from unnest(audience) as party
      ) where "editedAt" is not null;
    `)
  }
  await knex.raw(`
    -- The reply that was answered by somebody who does not see what that reply hangs on; "parentId" is what both hang on.
    alter table comments add "repliedToId" uuid references comments;
    create index on comments ("repliedToId") where "repliedToId" is not null;
  `)
}

export async function down(knex: Knex) {
  await knex.raw('alter table comments drop "repliedToId"')
  for (const table of tables) await knex.raw(`alter table ${table} drop "seenEdits"`)
}
