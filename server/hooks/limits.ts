import type { NextFunction } from '@feathersjs/feathers'
import type { LimitName } from '../config.ts'
import type { HookContext } from '../declarations.ts'
import { networkOf } from '../limits/index.ts'

/** What is counted besides calls and writes, of one person. */
const ofPerson: Record<string, LimitName> = {
  'comments.create': 'comments',
  'exports.create': 'exports',
  'invitations.create': 'invitations',
  'invitations.patch': 'invitations',
  'search.find': 'searches'
}

/** What is counted of one network, whoever signed in. */
const ofNetwork: Record<string, LimitName> = {
  'setup.create': 'setup',
  'keys.create': 'links'
}

/**
 * Every call from outside is counted before it costs anything, and takes its turn among those of the same caller. Signing
 * in counts for itself: neither a flood of calls from the same network nor one of guesses shuts out an owner's own device.
 */
export const withinLimits = () => async (context: HookContext, next: NextFunction) => {
  const { app, params, path, method } = context
  if (!params.provider || (path === 'authentication' && method === 'create')) return next()
  const network = networkOf(params.client?.address)
  const person = await personOf(context)
  for (const [limit, key] of counted(context, person, network))
    await app.get('limits').consume(limit, key, { client: params.client, userId: person })
  await app.get('limits').turn(person ?? network, params.connection, next)
}

function counted({ path, method, params }: HookContext, person: string | undefined, network: string) {
  const limits: [LimitName, string][] = person ? [['calls', person]] : [['strangers', network]]
  if (person && method !== 'find' && method !== 'get') limits.push(['writes', person])
  if (person && method === 'find' && params.query?.search) limits.push(['searches', person])
  const name = `${path}.${method}`
  if (person && ofPerson[name]) limits.push([ofPerson[name], person])
  if (ofNetwork[name]) limits.push([ofNetwork[name], network])
  return limits
}

/** As a good token says, without asking the database: whether its session is open is asked later. */
async function personOf({ app, params }: HookContext): Promise<string | undefined> {
  if (params.connection) return params.user?.id
  const token = params.authentication?.accessToken
  if (typeof token !== 'string') return undefined
  const { sub } = await app
    .service('authentication')
    .verifyAccessToken(token)
    .catch(() => ({}))
  return sub
}
