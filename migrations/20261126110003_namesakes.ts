import type { Knex } from 'knex'

const ALIKE = {
  from: 'ŁłĐđØøАаВЕеІіЈјКкМмНОоРрСсЅѕТтУуХхԚԛԜԝΑαΒΕΖΗΙιΚκΜΝνΟοΡρΤτΥυΧχ01',
  into: 'LlDdOoAaBEeIiJjKkMmHOoPpCcSsTtYyXxQqWwAaBEZHIiKkMNvOoPpTtYuXxol'
}

/** Names that are read alike have one key: without regard to capitals, accents, spaces, and letters of other scripts that look the same. */
export async function up(knex: Knex) {
  await knex.raw(
    `
    create function "nameKey"(name text) returns text language sql immutable parallel safe as $$
      select nullif(trim(regexp_replace(
        lower(translate(regexp_replace(normalize(name, NFKD), '[\u0300-\u036f]', '', 'g'), '${ALIKE.from}', '${ALIKE.into}')),
        '[-[:space:].,_]+', ' ', 'g')), '')
    $$;
    create index "users_nameKey_idx" on users ("nameKey"(name));
  `
  )
}

export async function down(knex: Knex) {
  await knex.raw('drop index "users_nameKey_idx"; drop function "nameKey"(text)')
}
