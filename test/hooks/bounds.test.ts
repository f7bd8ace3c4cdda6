import assert from 'node:assert/strict'
import feathers from '@feathersjs/feathers'
import type { Application } from '../../server/declarations.ts'
import { startTestServer } from '../support/server.ts'

type Schema = Record<string, any>

/** Formats that say how long a text can be. */
const SHORT = ['uuid', 'date', 'date-or-time']

/** Where in a schema a text or a list may be as long as it likes, or a name may be any. */
function* unbounded(schema: Schema, at: string): Generator<string> {
  if (schema.enum || schema.const !== undefined) return
  for (const [index, one] of (schema.anyOf ?? schema.allOf ?? []).entries())
    yield* unbounded(one, `${at}|${index}`)
  if (schema.type === 'string' && schema.maxLength === undefined && !SHORT.includes(schema.format)) yield at
  if (schema.type === 'array') {
    if (schema.maxItems === undefined) yield at
    yield* unbounded(schema.items, `${at}[]`)
  }
  if (schema.type !== 'object') return
  if (schema.additionalProperties !== false) yield at
  for (const [name, one] of Object.entries<Schema>(schema.properties)) yield* unbounded(one, `${at}.${name}`)
}

/** What each method of each service accepts, from what is registered. */
function* shapes(app: Application): Generator<[string, Record<string, Schema> | undefined]> {
  for (const [path, service] of Object.entries<any>(app.services))
    for (const method of (feathers as any).getServiceOptions(service).methods) {
      const { all = [], [method]: own = [] } = service.__hooks.before
      const hook = [...all, ...own].find((each: { shapes?: object }) => each.shapes)
      yield [`${path}.${method}`, hook?.shapes]
    }
}

describe('what may be sent', function () {
  this.timeout(60_000)
  let server: Awaited<ReturnType<typeof startTestServer>>
  before(async () => (server = await startTestServer()))
  after(() => server.stop())

  it('is bounded in every text, list and name by the schema of every service', () => {
    const found = [...shapes(server.app)].flatMap(([name, shape]) =>
      Object.entries(shape ?? {}).flatMap(([side, schema]) => [...unbounded(schema, `${name} (${side})`)])
    )
    assert.deepEqual(found, [])
  })

  it('has a schema wherever something can be written or found', () => {
    const open = [...shapes(server.app)].filter(
      ([name, shape]) => !shape && /\.(create|update|patch|find)$/.test(name)
    )
    assert.deepEqual(
      open.map(([name]) => name),
      ['authentication.create', 'health.find', 'setup.find']
    )
  })
})
