import { Unavailable } from '@feathersjs/errors'
import type { Application } from '../../declarations.ts'
import { fault } from '../../language/index.ts'

class HealthService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  async find() {
    const setAside = await this.app
      .get('aside')
      .count()
      .catch(() => {
        throw fault(Unavailable, 'unavailable')
      })
    return { status: 'ok', database: 'ok', ...(setAside > 0 && { setAside }) }
  }
}

export const health = (app: Application) => {
  app.use('health', new HealthService(app), { methods: ['find'] })
}
