import { BadRequest } from '@feathersjs/errors'
import type { Knex } from 'knex'
import type { Application, Params } from '../../declarations.ts'
import { authenticated, staffOnly } from '../../hooks/authenticated.ts'
import { once } from '../../hooks/once.ts'
import { seenFirst } from '../../hooks/seen.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate, validateQuery } from '../../hooks/validate.ts'
import { append } from '../../journal/append.ts'
import { fault } from '../../language/index.ts'
import { Records } from '../records.ts'
import {
  isNip,
  organizationData,
  organizationFields,
  organizationPatch,
  organizationQuery,
  organizationQueryOfStaff,
  presentOrganization,
  sharedOrganizationFields,
  type OrganizationData,
  type OrganizationPatch
} from './organizations.schema.ts'

class OrganizationService extends Records {
  constructor(app: Application) {
    super(app, {
      service: 'organizations',
      table: 'organizations',
      sort: { name: 1 },
      maxLimit: 500,
      kind: {
        scope: 'organization',
        shared: sharedOrganizationFields,
        load: (trx, ids) => trx('organizations').whereIn('id', ids),
        present: presentOrganization
      }
    })
  }

  override filter(query: Knex.QueryBuilder, { search, ...wanted }: Record<string, any>, params: Params) {
    super.filter(query, wanted, params)
    if (search)
      query.whereRaw(`unaccent(concat_ws(' ', name, "taxId", city)) ilike unaccent(?)`, [
        `%${search.replace(/[\\%_]/g, '\\$&')}%`
      ])
  }

  async create({ requestId: _, ...data }: OrganizationData, params: Params) {
    refuseWrongNip(data)
    const now = this.now()
    const row = { ...data, id: params.recordId, createdAt: now, updatedAt: now }
    const [made] = await this.db(params)('organizations').insert(row).returning('*')
    await this.entry(
      params,
      { recordId: made.id, event: 'created', before: null, after: {} },
      { before: {}, after: made, fields: organizationFields }
    )
    return this.presentTo(params.viewer, made)
  }

  async patch(id: string, data: OrganizationPatch, params: Params) {
    refuseWrongNip(data)
    const before = await this.lock(id, params)
    const [made] = await this.db(params)('organizations')
      .where({ id })
      .update({ ...data, updatedAt: this.now() })
      .returning('*')
    await this.entry(
      params,
      { recordId: id, event: 'patched', before: {}, after: {} },
      { before, after: made, fields: organizationFields }
    )
    if (before.name !== made.name) await this.tellOfPeople(id, before.name, made.name, params)
    return this.presentTo(params.viewer, made)
  }

  /** People are shown with the name of their organization, so its change is theirs too. */
  private async tellOfPeople(id: string, from: string, to: string, params: Params) {
    const clock = this.app.get('clock')
    const people = await this.db(params)('users').where({ organizationId: id }).select('id').orderBy('id')
    const entries = people.map((person) => ({
      id: clock.id(),
      at: clock.now().toISOString(),
      actorId: params.viewer.id,
      roomId: null,
      service: 'users',
      recordId: person.id,
      event: 'patched' as const,
      authorId: null,
      before: {},
      after: {},
      values: { organizationName: [from, to] as [string, string] }
    }))
    await append(params.trx!, ...entries)
  }
}

function refuseWrongNip({ taxId }: { taxId?: unknown }) {
  if (typeof taxId === 'string' && taxId && !isNip(taxId)) throw fault(BadRequest, 'badTaxId')
}

export const organizations = (app: Application) => {
  app.use('organizations', new OrganizationService(app), { methods: ['find', 'get', 'create', 'patch'] })
  app.service('organizations').hooks({
    around: { all: [authenticated()], create: [inTransaction()], patch: [inTransaction()] },
    before: {
      find: [validateQuery(organizationQueryOfStaff, organizationQuery)],
      create: [staffOnly(), validate(organizationData), once()],
      patch: [seenFirst(), staffOnly(), validate(organizationPatch)]
    }
  })
}
