import { BadRequest, NotFound } from '@feathersjs/errors'
import { Type, type Static } from '@feathersjs/typebox'
import type { Transaction } from '../../database/index.ts'
import type { Application, Params } from '../../declarations.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate } from '../../hooks/validate.ts'
import { append } from '../../journal/append.ts'
import type { Row } from '../../journal/kinds.ts'
import { digestOf } from '../../keys/index.ts'
import { fault } from '../../language/index.ts'
import { noteSecurityEvent } from '../../security/index.ts'
import { endSessionsOf } from '../sessions/sessions.service.ts'
import { hashPassword } from '../users/users.password.ts'
import { email, password, personName } from '../users/users.schema.ts'
import { sendKey } from './keys.cut.ts'

const HOUR = 3_600_000
/** Between two mails to one person. */
const PAUSE = 60_000

const keyData = Type.Object(
  {
    email: Type.Optional(email),
    token: Type.Optional(Type.String({ minLength: 20, maxLength: 100 })),
    name: Type.Optional(personName),
    password: Type.Optional(password)
  },
  { additionalProperties: false }
)

/** What a key opens, before and after it is used. */
export interface Key {
  purpose: 'invitation' | 'password'
  firm: string
  name: string
  email: string
  organization: string | null
  used: boolean
}

class KeyService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  /** With an address: asks for a key to a new password. With a token: looks at what it opens; with a password too, opens it. */
  async create({ email, token, name, password }: Static<typeof keyData>, params: Params) {
    const trx = params.trx as Transaction
    if (email) return this.ask(email.trim().toLowerCase(), params)
    if (!token) throw fault(BadRequest, 'requiredField', { field: 'token' })
    const key = await this.find(trx, token)
    if (password) {
      await trx('keys')
        .where({ id: key.id })
        .update({ usedAt: this.app.get('clock').now() })
      if (key.invitationId) await this.enter(key, name ?? key.name, password, params)
      else await this.renew(key, password, params)
    }
    return this.shown(trx, key, password !== undefined)
  }

  /** The answer is the same whether or not somebody has this address. */
  private async ask(email: string, params: Params) {
    const trx = params.trx as Transaction
    const { now } = this.app.get('clock')
    const user = await trx('users').where({ email }).whereNull('deactivatedAt').first('id')
    const recent = await trx('keys')
      .where({ userId: user?.id ?? null })
      .where('expiresAt', '>', new Date(now().getTime() + HOUR - PAUSE))
      .first('id')
    if (user && !recent) await sendKey(this.app, trx, { userId: user.id }, new Date(now().getTime() + HOUR))
    await noteSecurityEvent(this.app, { kind: 'reset-requested', userId: user?.id }, params)
    return {}
  }

  private async find(trx: Transaction, token: string): Promise<Row> {
    const key = await trx('keys')
      .where({ digest: digestOf(token) })
      .whereNull('usedAt')
      .where('expiresAt', '>', this.app.get('clock').now())
      .forUpdate()
      .first()
    const whose =
      key &&
      (key.invitationId
        ? await trx('invitations')
            .where({ id: key.invitationId })
            .whereNull('acceptedAt')
            .whereNull('cancelledAt')
            .forUpdate()
            .first()
        : await trx('users').where({ id: key.userId }).whereNull('deactivatedAt').first())
    if (!whose) throw fault(NotFound, 'keySpent')
    return { ...whose, ...key, invitation: whose }
  }

  private async shown(trx: Transaction, key: Row, used: boolean): Promise<Key> {
    const firm = await trx('settings').where({ key: 'firm' }).first('value')
    const organization = await trx('organizations')
      .where({ id: key.organizationId ?? null })
      .first('name')
    return {
      purpose: key.invitationId ? 'invitation' : 'password',
      firm: firm?.value.name ?? '',
      name: key.name,
      email: key.email,
      organization: organization?.name ?? null,
      used
    }
  }

  /** The invited come in under the name and with the password of their choice, on the word of whoever invited them. */
  private async enter({ invitation }: Row, name: string, password: string, params: Params) {
    const trx = params.trx as Transaction
    const { email, title, zone, role, organizationId, locale, createdById } = invitation
    const viewer = {
      id: createdById,
      zone: 'staff' as const,
      role: 'admin' as const,
      organizationId: null,
      locale
    }
    const user = await this.app
      .service('users')
      .create(
        { email, title, zone, role, organizationId, locale, name, password },
        { viewer, trx, query: {} }
      )
    const { id, now } = this.app.get('clock')
    await trx('invitations').where({ id: invitation.id }).update({ acceptedAt: now(), userId: user.id })
    await append(trx, {
      id: id(),
      at: now().toISOString(),
      actorId: user.id,
      roomId: null,
      service: 'invitations',
      recordId: invitation.id,
      event: 'removed',
      authorId: null,
      before: {},
      after: null,
      values: { acceptedAt: [null, now()] }
    })
    const event = { kind: 'invitation-accepted', userId: user.id, actorId: createdById } as const
    await noteSecurityEvent(this.app, event, params)
  }

  /** Whoever was signed in under the old password is so no more. */
  private async renew({ userId, locale }: Row, password: string, params: Params) {
    const trx = params.trx as Transaction
    await trx('users')
      .where({ id: userId })
      .update({ passwordHash: await hashPassword(password) })
    const viewer = { id: userId, zone: 'staff' as const, role: null, organizationId: null, locale }
    await endSessionsOf(this.app, userId, { viewer, trx, query: {} })
    const event = { kind: 'password-changed', userId, details: { byLink: true } } as const
    await noteSecurityEvent(this.app, event, params)
  }
}

export const keys = (app: Application) => {
  app.use('keys', new KeyService(app), { methods: ['create'] })
  app.service('keys').hooks({
    around: { create: [inTransaction()] },
    before: { create: [validate(keyData)] }
  })
}
