import { Unavailable } from '@feathersjs/errors'
import type { Application } from '../../declarations.ts'
import { fault } from '../../language/index.ts'

class HealthService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  async find() {
    await this.app
      .get('db')
      .raw('select 1')
      .catch(() => {
        throw fault(Unavailable, 'unavailable')
      })
    return { status: 'ok', database: 'ok' }
  }
}

export const health = (app: Application) => {
  app.use('health', new HealthService(app), { methods: ['find'] })
}
