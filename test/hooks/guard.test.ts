import assert from 'node:assert/strict'
import { feathers } from '@feathersjs/feathers'
import type { Application } from '../../server/declarations.ts'
import { authenticated } from '../../server/hooks/authenticated.ts'
import { refuseUnguarded } from '../../server/hooks/guard.ts'
import { sight } from '../../server/policy/rules.ts'

describe('the guard of the house', () => {
  let app: Application

  beforeEach(() => void (app = feathers() as unknown as Application))
  afterEach(() => void delete sight.loose)

  const add = () => {
    const loose = { find: async () => [], get: async () => ({}) }
    app.use('loose' as never, loose as never, { methods: ['find', 'get'] } as never)
    return app.service('loose' as never) as any
  }
  const rule = () => void (sight.loose = () => {})

  it('lets a service in that authenticates and has a rule', () => {
    add().hooks({ around: { all: [authenticated()] } })
    rule()
    refuseUnguarded(app)
  })

  it('refuses one that authenticates and has no rule', () => {
    add().hooks({ around: { all: [authenticated()] } })
    assert.throws(() => refuseUnguarded(app), /"loose" has no rule/)
  })

  it('refuses one that has a rule and does not authenticate', () => {
    add()
    rule()
    assert.throws(() => refuseUnguarded(app), /"loose\.find" does not authenticate/)
  })

  it('refuses one of whose methods a single one does not authenticate', () => {
    add().hooks({ around: { find: [authenticated()] } })
    rule()
    assert.throws(() => refuseUnguarded(app), /"loose\.get" does not authenticate/)
  })

  it('refuses one that does something else before it authenticates', () => {
    add().hooks({
      around: { all: [async (_: unknown, next: () => Promise<void>) => next(), authenticated()] }
    })
    rule()
    assert.throws(() => refuseUnguarded(app), /does not authenticate first/)
  })
})
