import { BadRequest, Conflict } from '@feathersjs/errors'
import { Type, type Static } from '@feathersjs/typebox'
import type { Transaction } from '../../database/index.ts'
import { holdAddress } from '../../database/locks.ts'
import type { Application, Params } from '../../declarations.ts'
import { adminOnly, authenticated, staffOnly } from '../../hooks/authenticated.ts'
import { once } from '../../hooks/once.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { moment, validate, validateQuery } from '../../hooks/validate.ts'
import type { Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import { noteSecurityEvent } from '../../security/index.ts'
import { sendKey, spendKeys } from '../keys/keys.cut.ts'
import { only, Records } from '../records.ts'
import { userData } from '../users/users.schema.ts'

const WEEK = 7 * 86_400_000

const { password: _, phone: __, ...shape } = userData.properties
const invitationData = Type.Object(shape, { additionalProperties: false })
const invitationPatch = Type.Object({ resend: Type.Literal(true) }, { additionalProperties: false })
const id = Type.String({ format: 'uuid' })
const shown = [
  'id', 'email', 'name', 'title', 'zone', 'role', 'organizationId', 'locale', 'createdById', 'createdAt', 'sentAt', 'expiresAt'
] as const // prettier-ignore

/** Somebody who was asked in by mail and has not come yet. */
export interface Invitation {
  id: string
  email: string
  name: string
  title: string | null
  zone: 'staff' | 'client' | 'partner'
  role: 'admin' | 'member' | null
  organizationId: string | null
  locale: 'pl' | 'en'
  createdById: string
  createdAt: string
  sentAt: string
  expiresAt: string
}

const open = <T extends { whereNull(column: string): T }>(query: T) =>
  query.whereNull('acceptedAt').whereNull('cancelledAt')

class InvitationService extends Records {
  constructor(app: Application) {
    super(app, {
      service: 'invitations',
      table: 'invitations',
      sort: { createdAt: -1 },
      kind: {
        scope: 'staff',
        shared: [],
        load: (trx, ids) => open(trx('invitations').whereIn('id', ids)) as unknown as Promise<Row[]>,
        present: (row) => only(row, shown)
      }
    })
  }

  override visible(params: Params) {
    return open(super.visible(params))
  }

  async create({ requestId: _, ...data }: Static<typeof invitationData>, params: Params) {
    const trx = params.trx as Transaction
    const staff = data.zone === 'staff'
    if (!staff && !data.organizationId) throw fault(BadRequest, 'externalNeedsOrganization')
    const email = data.email.toLowerCase()
    await holdAddress(trx, email)
    if (await trx('users').where({ email }).first('id')) throw fault(Conflict, 'emailTaken')
    const row = {
      locale: 'pl',
      ...data,
      email,
      role: staff ? (data.role ?? 'member') : null,
      organizationId: staff ? null : data.organizationId,
      id: params.recordId as string,
      createdById: params.viewer.id,
      grantedById: params.viewer.id,
      createdAt: this.now(),
      ...this.times()
    }
    const [made] = await trx('invitations').insert(row).onConflict(trx.raw(PENDING)).ignore().returning('*')
    if (!made) throw fault(Conflict, 'alreadyInvited')
    await sendKey(this.app, trx, { invitationId: made.id }, made.expiresAt)
    await this.told('created', {}, made, params)
    const details = { invitationId: made.id, zone: made.zone, role: made.role }
    await noteSecurityEvent(this.app, { kind: 'person-invited', actorId: params.viewer.id, details }, params)
    return this.presentTo(params.viewer, made)
  }

  /** A new link, good from now on, on the word of whoever sends it; the old one opens nothing any more. */
  async patch(id: string, _data: { resend: true }, params: Params) {
    const before = await this.lock(id, params)
    const trx = params.trx as Transaction
    const renewed = { ...this.times(), grantedById: params.viewer.id }
    const [after] = await trx('invitations').where({ id }).update(renewed).returning('*')
    await sendKey(this.app, trx, { invitationId: id }, after.expiresAt)
    await this.told('patched', before, after, params)
    return this.presentTo(params.viewer, after)
  }

  async remove(id: string, params: Params) {
    const before = await this.lock(id, params)
    await this.db(params)('invitations').where({ id }).update({ cancelledAt: this.now() })
    await spendKeys(this.app, params.trx as Transaction, { invitationId: id })
    await this.told('removed', before, { ...before, cancelledAt: this.now() }, params)
    return { id }
  }

  private times() {
    return { sentAt: this.now(), expiresAt: new Date(Date.parse(this.now()) + WEEK).toISOString() }
  }

  private told(event: 'created' | 'patched' | 'removed', before: object, after: Row, params: Params) {
    return this.entry(
      params,
      {
        recordId: after.id,
        event,
        before: event === 'created' ? null : {},
        after: event === 'removed' ? null : {}
      },
      { before, after, fields: ['email', 'name', 'zone', 'organizationId', 'sentAt', 'cancelledAt'] }
    )
  }
}

const PENDING = '(email) where "acceptedAt" is null and "cancelledAt" is null'

export const invitations = (app: Application) => {
  app.use('invitations', new InvitationService(app), {
    methods: ['find', 'get', 'create', 'patch', 'remove']
  })
  app.service('invitations').hooks({
    around: {
      all: [authenticated()],
      create: [inTransaction()],
      patch: [inTransaction()],
      remove: [inTransaction()]
    },
    before: {
      find: [
        staffOnly(),
        validateQuery({
          fields: {
            id,
            organizationId: id,
            email: Type.String({ maxLength: 200 }),
            createdAt: moment
          }
        })
      ],
      get: [staffOnly()],
      create: [adminOnly(), validate(invitationData), once()],
      patch: [adminOnly(), validate(invitationPatch)],
      remove: [adminOnly()]
    }
  })
}
