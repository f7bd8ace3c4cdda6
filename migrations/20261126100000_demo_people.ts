import type { Knex } from 'knex'

/** Addresses of the demo firm's people until now; nobody real can have one, for the domain `example` is reserved. */
const known = [
  ...['ola', 'jan', 'magda', 'pawel', 'iza', 'hubert'].map((name) => `${name}@firma.example`),
  ...['kasia@klient-a.example', 'tomek@klient-a.example', 'piotr@klient-b.example'],
  ...['marek@partner-a.example', 'ewa@partner-b.example']
]

/** The demo firm's own people, whose password everybody knows. All of them came within minutes of the first. */
export async function up(knex: Knex) {
  await knex.schema.alterTable('users', (table) => {
    table.boolean('demo').notNullable().defaultTo(false)
  })
  await knex.raw(
    `update users set demo = true
     where exists (select 1 from users where email = any(?))
       and (email = any(?) or "createdAt" < (select min("createdAt") from users) + interval '1 hour')`,
    [known, known]
  )
}

export async function down(knex: Knex) {
  await knex.schema.alterTable('users', (table) => {
    table.dropColumn('demo')
  })
}
