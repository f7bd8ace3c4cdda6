import { Conflict } from '@feathersjs/errors'
import type { HookContext } from '../declarations.ts'
import { fault } from '../language/index.ts'
import { digestOf, isRepeat } from './digest.ts'

/**
 * Gives a new record its id, and makes a create with a `requestId` happen once: a repeat answers the record as it is now
 * (404 if it is no longer seen), other content under the same id is a Conflict. Works inside a transaction only.
 */
export const once = () => async (context: HookContext) => {
  const { app, data, params, path } = context
  const recordId = app.get('clock').id()
  params.recordId = recordId
  if (!data.requestId) return
  const key = { authorId: params.viewer.id, requestId: data.requestId }
  const digest = digestOf(app.get('config').sessionSecret, data)
  const made = await params
    .trx('requests')
    .insert({ ...key, service: path, recordId, digest })
    .onConflict(['authorId', 'requestId'])
    .ignore()
    .returning('recordId')
  if (made.length > 0) return
  const earlier = await params.trx('requests').where(key).first()
  if (earlier.service !== path || !isRepeat(digest, earlier.digest)) throw fault(Conflict, 'sameRequest')
  context.result = await context.service.get(earlier.recordId, { ...params, provider: undefined, query: {} })
}
