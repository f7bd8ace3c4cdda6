import { Forbidden } from '@feathersjs/errors'
import { Type, type Static } from '@feathersjs/typebox'
import type { Application, Params } from '../../declarations.ts'
import { inTransaction } from '../../hooks/transaction.ts'
import { validate } from '../../hooks/validate.ts'
import { fault } from '../../language/index.ts'
import { noteSecurityEvent } from '../../security/index.ts'
import { email, locale, password, personName } from '../users/users.schema.ts'

const setupData = Type.Object(
  {
    firm: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
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

  /** What the sign-in page needs to know before anybody signs in. The accounts are named in the demo only. */
  async find() {
    const db = this.app.get('db')
    const { demo } = this.app.get('config')
    const firm = await db('settings').where({ key: 'firm' }).first()
    const accounts = demo
      ? await db('users')
          .leftJoin('organizations', 'organizations.id', 'users.organizationId')
          .select('users.email', 'users.name', 'zone', 'role', 'organizations.name as organization')
          .where('users.email', 'like', '%.example')
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
  async create({ firm, ...admin }: Static<typeof setupData>, params: Params) {
    const trx = params.trx!
    const made = await trx('settings')
      .insert({ key: 'firm', value: { name: firm } })
      .onConflict('key')
      .ignore()
      .returning('key')
    if (made.length === 0) throw fault(Forbidden, 'alreadySetUp')
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
}

export const setup = (app: Application) => {
  app.use('setup', new SetupService(app), { methods: ['find', 'create'] })
  app.service('setup').hooks({
    around: { create: [inTransaction()] },
    before: { create: [validate(setupData)] }
  })
}
