import { Forbidden } from '@feathersjs/errors'
import type { NextFunction } from '@feathersjs/feathers'
import { Type, type Static } from '@feathersjs/typebox'
import type { Application, HookContext, Params } from '../../declarations.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate } from '../../hooks/validate.ts'
import { fault } from '../../language/index.ts'
import { noteSecurityEvent } from '../../security/index.ts'
import { email, locale, password, personName } from '../users/users.schema.ts'
import { refuseWeak } from '../users/users.strength.ts'
import { isSameCode, setupCode, spendSetupCode } from './setup.code.ts'

const setupData = Type.Object(
  {
    code: Type.Optional(Type.String({ maxLength: 100 })),
    firm: Type.String({ format: 'name', minLength: 1, maxLength: 120, pattern: '\\S' }),
    name: personName,
    email,
    password,
    locale: Type.Optional(locale)
  },
  { additionalProperties: false }
)

class SetupService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  /** What the sign-in page needs to know before anybody signs in. In the demo it names the demo's own people, and nobody else. */
  async find() {
    const db = this.app.get('db')
    const { demo } = this.app.get('config')
    const firm = await db('settings').where({ key: 'firm' }).first()
    const accounts = demo
      ? await db('users')
          .leftJoin('organizations', 'organizations.id', 'users.organizationId')
          .select('users.email', 'users.name', 'zone', 'role', 'organizations.name as organization')
          .where('users.demo', true)
          .whereNull('deactivatedAt')
          .orderBy('users.createdAt')
      : []
    return {
      needed: !firm,
      demo,
      firm: firm?.value.name ?? null,
      accounts,
      ...(demo && { password: this.app.get('demoPassword') })
    }
  }

  /** Makes the firm and its first administrator, once. */
  async create({ code: _, firm, ...admin }: Static<typeof setupData>, params: Params) {
    refuseWeak(admin.password, [firm, admin.name, admin.email])
    const trx = params.trx!
    const made = await trx('settings')
      .insert({ key: 'firm', value: { name: firm } })
      .onConflict('key')
      .ignore()
      .returning('key')
    if (made.length === 0) throw fault(Forbidden, 'alreadySetUp')
    await spendSetupCode(trx)
    const id = this.app.get('clock').id()
    const viewer = {
      id,
      zone: 'staff' as const,
      role: 'admin' as const,
      organizationId: null,
      locale: admin.locale ?? 'pl'
    }
    const user = await this.app
      .service('users')
      .create({ ...admin, zone: 'staff', role: 'admin' }, { viewer, trx, query: {} })
    await noteSecurityEvent(this.app, { kind: 'firm-set-up', userId: user.id }, params)
    return { id: user.id }
  }

  /** For whoever starts the server; no method of the API. Null where the firm is made already. */
  code(): Promise<string | null> {
    return setupCode(this.app)
  }
}

/** Asked before anything else is looked at: whoever has not started the server learns nothing here. */
const requireCode =
  () =>
  async ({ app, data, params }: HookContext, next: NextFunction) => {
    if (!params.provider) return next()
    const code = await setupCode(app)
    if (!code) throw fault(Forbidden, 'alreadySetUp')
    if (!isSameCode(code, data?.code)) throw fault(Forbidden, 'setupCode')
    await next()
  }

export const setup = (app: Application) => {
  app.use('setup', new SetupService(app), { methods: ['find', 'create'] })
  app.service('setup').hooks({
    around: { create: [requireCode(), inTransaction()] },
    before: { create: [validate(setupData)] }
  })
}
