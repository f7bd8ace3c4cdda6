import { BadRequest, NotFound } from '@feathersjs/errors'
import type { NextFunction } from '@feathersjs/feathers'
import { Type, type Static } from '@feathersjs/typebox'
import type { Transaction } from '../../database/index.ts'
import { holdAdministrators } from '../../database/locks.ts'
import type { Application, HookContext, Params } from '../../declarations.ts'
import { isAdministrator } from '../../hooks/authenticated.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate } from '../../hooks/validate.ts'
import { append } from '../../journal/append.ts'
import type { Row } from '../../journal/kinds.ts'
import { digestOf } from '../../keys/index.ts'
import { fault } from '../../language/index.ts'
import { mayEnter } from '../../policy/entering.ts'
import { noteSecurityEvent } from '../../security/index.ts'
import { endSessionsOf } from '../sessions/sessions.service.ts'
import { hashPassword, tellOfPassword } from '../users/users.password.ts'
import { email, password, personName } from '../users/users.schema.ts'
import { knownOf, refuseWeak } from '../users/users.strength.ts'
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

  private get entering() {
    return mayEnter(this.app.get('config'))
  }

  /** With an address: asks for a key to a new password. With a token: looks at what it opens; with a password too, opens it. */
  async create({ email, token, name, password }: Static<typeof keyData>, params: Params) {
    const trx = params.trx as Transaction
    if (email) return this.ask(email.trim().toLowerCase(), params)
    if (!token) throw fault(BadRequest, 'requiredField', { field: 'token' })
    const key = await this.find(trx, token)
    if (password) {
      const known = await knownOf(trx, { ...key, name: name ?? key.name })
      refuseWeak(password, known)
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
    // Locked: of two who ask at once, the second finds that a mail has just gone out.
    const user = await trx('users').where({ email }).modify(this.entering).forNoKeyUpdate().first('id')
    const recent = await trx('keys')
      .where({ userId: user?.id ?? null })
      .where('expiresAt', '>', new Date(now().getTime() + HOUR - PAUSE))
      .first('id')
    if (user && !recent) await sendKey(this.app, trx, { userId: user.id }, new Date(now().getTime() + HOUR))
    await noteSecurityEvent(this.app, { kind: 'reset-requested', userId: user?.id }, params)
    return {}
  }

  /** What it opens is locked before the key, as whoever cancels or renews it does. */
  private async find(trx: Transaction, token: string): Promise<Row> {
    const open = () =>
      trx('keys')
        .where({ digest: digestOf(token) })
        .whereNull('usedAt')
        .where('expiresAt', '>', this.app.get('clock').now())
    const known = await open().first()
    const whose =
      known && (known.invitationId ? await this.invitationOf(trx, known) : await this.personOf(trx, known))
    const key = whose && (await open().forNoKeyUpdate().first())
    if (!key) throw fault(NotFound, 'keySpent')
    return { ...whose, ...key, invitation: whose }
  }

  /** An open invitation, locked, whose granter is an administrator still and stays so meanwhile. */
  private async invitationOf(trx: Transaction, { invitationId }: Row): Promise<Row | undefined> {
    await holdAdministrators(trx)
    const invitation: Row | undefined = await trx('invitations')
      .where({ id: invitationId })
      .whereNull('acceptedAt')
      .whereNull('cancelledAt')
      .forNoKeyUpdate()
      .first()
    if (!invitation || !(await isAdministrator(trx, invitation.grantedById))) return undefined
    const granter = await trx('users').where({ id: invitation.grantedById }).modify(this.entering).first('id')
    return granter && invitation
  }

  private personOf(trx: Transaction, { userId }: Row): Promise<Row | undefined> {
    return trx('users').where({ id: userId }).modify(this.entering).forNoKeyUpdate().first()
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
    const { id, now } = this.app.get('clock')
    const { email, title, zone, role, organizationId, locale, grantedById } = invitation
    await trx('invitations').where({ id: invitation.id }).update({ acceptedAt: now() })
    const viewer = {
      id: grantedById,
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
    await trx('invitations').where({ id: invitation.id }).update({ userId: user.id })
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
    const event = { kind: 'invitation-accepted', userId: user.id, actorId: grantedById } as const
    await noteSecurityEvent(this.app, event, params)
  }

  /** Whoever was signed in under the old password is so no more. */
  private async renew({ userId, email }: Row, password: string, params: Params) {
    const trx = params.trx as Transaction
    await trx('users')
      .where({ id: userId })
      .update({ passwordHash: await hashPassword(password) })
    await tellOfPassword(trx, { id: userId, email })
    await endSessionsOf(this.app, userId, { viewer: { id: userId }, trx })
    const event = { kind: 'password-changed', userId, details: { byLink: true } } as const
    await noteSecurityEvent(this.app, event, params)
  }
}

/** Whoever knows an address cannot fill its mailbox. Counted whether or not anybody has it. */
const limitMails =
  () =>
  async ({ app, data, params }: HookContext, next: NextFunction) => {
    if (params.provider && typeof data?.email === 'string') {
      const address = data.email.slice(0, 200).trim().toLowerCase()
      await app.get('limits').consume('linkMails', address, { client: params.client })
    }
    await next()
  }

export const keys = (app: Application) => {
  app.use('keys', new KeyService(app), { methods: ['create'] })
  app.service('keys').hooks({
    around: { create: [limitMails(), inTransaction()] },
    before: { create: [validate(keyData)] }
  })
}
