import { BadRequest, NotFound } from '@feathersjs/errors'
import { Type, type Static } from '@feathersjs/typebox'
import type { Application, Params } from '../../declarations.ts'
import { authenticated } from '../../hooks/authenticated.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate } from '../../hooks/validate.ts'
import { fault } from '../../language/index.ts'
import { isTimeZone, zoneOf } from '../../language/timeZone.ts'
import { only, Records } from '../records.ts'

const oneOf = <T extends string>(...values: T[]) => Type.Unsafe<T>({ type: 'string', enum: values })
const fields = ['locale', 'timeZone', 'theme', 'mail'] as const

const preferencesPatch = Type.Partial(
  Type.Object({
    locale: oneOf('pl', 'en'),
    timeZone: Type.String({ maxLength: 60 }),
    theme: oneOf('system', 'light', 'dark'),
    mail: oneOf('immediate', 'daily', 'never')
  }),
  { additionalProperties: false }
)

export type PreferencesPatch = Static<typeof preferencesPatch>
export type Preferences = Required<PreferencesPatch> & { id: string }

class PreferencesService extends Records {
  constructor(app: Application) {
    super(app, {
      service: 'preferences',
      table: 'users',
      owner: 'id',
      sort: {},
      kind: {
        scope: 'own',
        shared: fields,
        load: (trx, ids) => trx('users').whereIn('id', ids),
        present: (row) => ({ ...only(row, ['id', ...fields]), timeZone: zoneOf(row.timeZone) })
      }
    })
  }

  override get(id: string, params: Params) {
    return super.get(ownId(id, params), params)
  }

  async patch(id: string, data: PreferencesPatch, params: Params) {
    if (data.timeZone !== undefined && !isTimeZone(data.timeZone))
      throw fault(BadRequest, 'wrongField', { field: 'timeZone' })
    const before = await this.lock(ownId(id, params), params)
    if (Object.keys(data).length === 0) return this.presentTo(params.viewer, before)
    const [made] = await this.db(params)('users').where({ id: before.id }).update(data).returning('*')
    await this.entry(
      params,
      { recordId: before.id, event: 'patched', authorId: before.id, before: {}, after: {} },
      { before, after: made, fields }
    )
    return this.presentTo(params.viewer, made)
  }
}

function ownId(id: string, { viewer }: Params) {
  if (id !== 'me' && id !== viewer.id) throw fault(NotFound, 'notFound')
  return viewer.id
}

export const preferences = (app: Application) => {
  app.use('preferences', new PreferencesService(app), { methods: ['get', 'patch'] })
  app.service('preferences').hooks({
    around: { all: [authenticated()], patch: [inTransaction()] },
    before: { patch: [validate(preferencesPatch)] }
  })
}
