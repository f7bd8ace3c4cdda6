/** Stock Feathers over Knex and the same PostgreSQL that Strefa writes to, in a database of its own. */
import { KnexService } from '@feathersjs/knex'
import knex from 'knex'
import { serveFeathers } from './feathers.ts'

const db = knex({ client: 'pg', connection: process.env.DATABASE_URL!, pool: { min: 0, max: 16 } })
await db.schema.createTable('comments', (table) => {
  table.uuid('id').primary()
  table.uuid('roomId').notNullable()
  table.uuid('authorId').notNullable()
  table.text('body').notNullable()
  table.timestamp('createdAt').notNullable()
  table.index(['roomId', 'createdAt', 'id'])
})

await serveFeathers(new KnexService({ Model: db, name: 'comments' }))
