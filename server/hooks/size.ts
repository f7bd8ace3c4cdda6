import { BadRequest } from '@feathersjs/errors'
import type { NextFunction } from '@feathersjs/feathers'
import type { HookContext } from '../declarations.ts'
import { fault } from '../language/index.ts'
import { isVast } from '../limits/index.ts'

/** Refuses a body, a query or an id that no call needs, before any hook looks into it. */
export const withinSize =
  () =>
  async ({ data, id, params }: HookContext, next: NextFunction) => {
    if (params.provider && isVast(data, id, params.query)) throw fault(BadRequest, 'tooLarge')
    await next()
  }
