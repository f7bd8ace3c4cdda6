import { BadRequest, Conflict, Forbidden } from '@feathersjs/errors'
import type { Knex } from 'knex'
import type { Transaction } from '../../database/index.ts'
import { holdAddress } from '../../database/locks.ts'
import type { Application, HookContext, Params } from '../../declarations.ts'
import { actAsAdministrator, adminOnly, authenticated } from '../../hooks/authenticated.ts'
import { once } from '../../hooks/once.ts'
import { seenFirst } from '../../hooks/seen.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate, validateQuery } from '../../hooks/validate.ts'
import type { Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import { DEFAULT_ZONE } from '../../language/timeZone.ts'
import { isAdmin } from '../../policy/viewer.ts'
import { Records } from '../records.ts'
import { spendKeys } from '../keys/keys.cut.ts'
import { endSessionsOf } from '../sessions/sessions.service.ts'
import { actsAsAdmin, lockFor, refuseNoAdmin } from './users.administrators.ts'
import { namesake, namesakesOf } from './users.namesakes.ts'
import { hashPassword, tellOfPassword, verifyPassword } from './users.password.ts'
import { noteChanges } from './users.security.ts'
import { knownOf, refuseWeak } from './users.strength.ts'
import {
  ownPatch,
  presentUser,
  sharedUserFields,
  userData,
  userFields,
  userPatch,
  userQuery,
  userQueryOfStaff,
  type UserData,
  type UserPatch
} from './users.schema.ts'

export class UserService extends Records {
  constructor(app: Application) {
    super(app, {
      service: 'users',
      table: 'users',
      owner: 'id',
      sort: { name: 1 },
      maxLimit: 500,
      kind: { scope: 'person', shared: sharedUserFields, load, present: presentUser }
    })
  }

  override filter(
    query: Knex.QueryBuilder,
    { search, active, ...wanted }: Record<string, any>,
    params: Params
  ) {
    super.filter(query, wanted, params)
    if (active !== undefined) query[active ? 'whereNull' : 'whereNotNull']('users.deactivatedAt')
    if (search)
      query.whereRaw(`unaccent(users.name) ilike unaccent(?)`, [`%${search.replace(/[\\%_]/g, '\\$&')}%`])
  }

  async create({ password, requestId: _, ...data }: UserData & { theme?: string }, params: Params) {
    if (params.provider) refuseWeak(password, await knownOf(this.db(params), data))
    const now = this.now()
    const row = {
      timeZone: DEFAULT_ZONE,
      locale: 'pl',
      ...data,
      role: data.zone === 'staff' ? (data.role ?? 'member') : null,
      organizationId: data.zone === 'staff' ? null : (data.organizationId ?? null),
      email: data.email.toLowerCase(),
      id: params.recordId,
      passwordHash: await hashPassword(password),
      createdAt: now,
      updatedAt: now
    }
    await this.refuseWrongPlace(row, params)
    await this.refuseTaken(row.email, params)
    const made = await this.db(params)('users').insert(row).onConflict('email').ignore().returning('id')
    if (made.length === 0) throw fault(Conflict, 'emailTaken')
    return this.told('created', {}, row.id as string, params)
  }

  async patch(id: string, { password, currentPassword, active, ...data }: UserPatch, params: Params) {
    // Before any lock: a hash takes long on purpose.
    const passwordHash = password && (await this.newPassword(id, password, currentPassword, params))
    if (isAdmin(params.viewer)) await actAsAdministrator(params, lockFor({ active, ...data }))
    const before = await this.lock(id, params)
    if (passwordHash) refuseChanged(before, passwordHash.earlier)
    const after: Row = { ...before, ...data, ...(passwordHash && { passwordHash: passwordHash.hash }) }
    if (data.email) after.email = data.email.toLowerCase()
    if (active !== undefined) after.deactivatedAt = active ? null : (before.deactivatedAt ?? this.now())
    if (after.zone === 'staff') Object.assign(after, { organizationId: null, role: after.role ?? 'member' })
    else after.role = null
    await this.refuseWrongPlace(after, params)
    if (after.email !== before.email) await this.refuseTaken(after.email, params)
    const earlier = await this.whole(id, params)
    await this.leave(before, after, params)
    const { id: _, ...row } = { ...after, updatedAt: this.now() }
    await this.db(params)('users').where({ id }).update(row).catch(whenTaken)
    if (actsAsAdmin(before) && !actsAsAdmin(after)) await this.endGrants(id, params)
    if (passwordHash) await tellOfPassword(params.trx as Transaction, before)
    await noteChanges(this.app, before, after, params)
    return this.told('patched', earlier, id, params)
  }

  /** Who moves to another side takes nothing along; who is deactivated, or may do other things than before, signs in anew. */
  private async leave(before: Row, after: Row, params: Params) {
    const moved = before.zone !== after.zone || before.organizationId !== after.organizationId
    const ends = moved || before.role !== after.role || (after.deactivatedAt && !before.deactivatedAt)
    const renewed = before.passwordHash !== after.passwordHash
    if (ends || renewed)
      await endSessionsOf(this.app, before.id, params, ends ? undefined : params.viewer.sessionId)
    // A link to a new password lies in the mailbox of the earlier address.
    if (ends || renewed || before.email !== after.email)
      await spendKeys(this.app, params.trx as Transaction, { userId: before.id })
    if (moved) await this.leaveRooms(before.id, params)
  }

  private async leaveRooms(userId: string, params: Params) {
    const seats: Row[] = await this.db(params)('participants')
      .join('rooms', 'rooms.id', 'participants.roomId')
      .where({ userId })
      .whereNull('deletedAt')
      .orderBy('roomId')
      .select('participants.id')
    for (const { id } of seats) await this.app.service('participants').remove(id, insideOf(params))
  }

  private async newPassword(
    id: string,
    password: string,
    currentPassword: string | undefined,
    params: Params
  ): Promise<{ hash: string; earlier?: string }> {
    const user: Row = await this.db(params)('users').where({ id }).first()
    const own = id === params.viewer.id
    if (own) await this.refuseGuess(user, currentPassword ?? '', params)
    if (params.provider) refuseWeak(password, await knownOf(this.db(params), user))
    return { hash: await hashPassword(password), ...(own && { earlier: user.passwordHash as string }) }
  }

  /** Counted before the hash: whoever finds a screen open does not find out the password by trying. */
  private async refuseGuess({ id, passwordHash }: Row, guess: string, { client }: Params) {
    const limits = this.app.get('limits')
    await limits.consume('password', id, { client, userId: id })
    if (!(await verifyPassword(guess, passwordHash))) throw fault(Forbidden, 'wrongCurrentPassword')
    await limits.giveBack('password', id)
  }

  /** Held until the end: of an account and an invitation for one address, the second to come finds the first. */
  private async refuseTaken(email: string, params: Params) {
    const trx = params.trx as Transaction
    await holdAddress(trx, email)
    const invited = await trx('invitations')
      .where({ email })
      .whereNull('acceptedAt')
      .whereNull('cancelledAt')
      .first('id')
    if (invited) throw fault(Conflict, 'alreadyInvited')
  }

  /** The firm keeps an administrator, and what this one granted and nobody has taken up ends with their rights. */
  private async endGrants(id: string, params: Params) {
    await refuseNoAdmin(this.app, params.trx as Transaction)
    const open: Row[] = await this.db(params)('invitations')
      .where({ grantedById: id })
      .whereNull('acceptedAt')
      .whereNull('cancelledAt')
      .orderBy('id')
      .select('id')
    for (const invitation of open)
      await this.app.service('invitations').remove(invitation.id, insideOf(params))
  }

  private async refuseWrongPlace(row: Partial<Row>, params: Params) {
    if (row.zone === 'staff') return
    if (!row.organizationId) throw fault(BadRequest, 'externalNeedsOrganization')
    const organization = await this.db(params)('organizations').where({ id: row.organizationId }).first('id')
    if (!organization) throw fault(BadRequest, 'noSuchOrganization')
  }

  private async told(event: 'created' | 'patched', before: object, id: string, params: Params) {
    const after = await this.whole(id, params)
    const sight = {}
    await this.entry(
      params,
      { recordId: id, event, before: event === 'created' ? null : sight, after: sight },
      { before, after, fields: userFields }
    )
    const values = { namesake: [null, true] as [unknown, unknown] }
    for (const recordId of await namesakesOf(params.trx as Transaction, before, after))
      await this.entry(params, { recordId, event: 'patched', before: {}, after: {}, values })
    return this.presentTo(params.viewer, after)
  }

  private async whole(id: string, params: Params): Promise<Row> {
    return (await load(params.trx as Transaction, [id]))[0] as Row
  }
}

const insideOf = ({ viewer, trx }: Params) => ({ viewer, trx, query: {} })

/** Of two who change one password at once, the second knows a password that is no more. */
function refuseChanged({ passwordHash }: Row, earlier: string | undefined) {
  if (earlier && passwordHash !== earlier) throw fault(Forbidden, 'wrongCurrentPassword')
}

const load = async (trx: Transaction, ids: string[]): Promise<Row[]> => {
  const rows = await trx('users')
    .leftJoin('organizations', 'organizations.id', 'users.organizationId')
    .select('users.*', 'organizations.name as organizationName', trx.raw(`${namesake} as namesake`))
    .whereIn('users.id', ids)
  return rows.map((row) => ({ ...row, active: row.deactivatedAt === null }))
}

const whenTaken = (error: { code?: string }) => {
  throw error.code === '23505' ? fault(Conflict, 'emailTaken') : error
}

/** Everyone keeps their own card; everything else about people is the administrators'. */
const mayPatch = () => {
  const governed = validate(userPatch)
  const own = validate(ownPatch)
  const hook = (context: HookContext) => {
    if (isAdmin(context.params.viewer)) return governed(context)
    if (context.id !== context.params.viewer.id) throw fault(Forbidden, 'adminOnly')
    return own(context)
  }
  return Object.assign(hook, { shapes: { staff: userPatch, external: ownPatch } })
}

export const users = (app: Application) => {
  app.use('users', new UserService(app), { methods: ['find', 'get', 'create', 'patch'] })
  app.service('users').hooks({
    around: { all: [authenticated()], create: [inTransaction()], patch: [inTransaction()] },
    before: {
      find: [validateQuery(userQueryOfStaff, userQuery)],
      create: [adminOnly(), validate(userData), once()],
      patch: [seenFirst(), mayPatch()]
    }
  })
}
