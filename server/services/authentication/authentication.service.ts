import { createSecretKey, type KeyObject } from 'node:crypto'
import { Forbidden, NotAuthenticated } from '@feathersjs/errors'
import { AuthenticationBaseStrategy, AuthenticationService, JWTStrategy } from '@feathersjs/authentication'
import type { NextFunction } from '@feathersjs/feathers'
import type { IncomingMessage } from 'node:http'
import { withTransaction, type Transaction } from '../../database/index.ts'
import type { Application, HookContext } from '../../declarations.ts'
import { viewerOf } from '../../hooks/authenticated.ts'
import { hasOtherOrigin } from '../../hooks/origin.ts'
import { fault } from '../../language/index.ts'
import { mayEnter } from '../../policy/entering.ts'
import { noteSecurityEvent } from '../../security/index.ts'
import { openSession } from '../sessions/sessions.service.ts'
import { verifyPassword } from '../users/users.password.ts'
import { sessionUser, type SessionUser } from '../users/users.schema.ts'
import { attempt } from './authentication.attempts.ts'
import { cookie, COOKIE_AGE, cookieIn, withoutPrefix } from './authentication.cookie.ts'
import { DEVICE_AGE, DEVICE_COOKIE, rememberedOn } from './authentication.device.ts'

/** Nobody's is longer. */
const LONGEST_ADDRESS = 200
const LONGEST_PASSWORD = 200

/** A password, once; what it opens is a session, and the token is worth only as much as that session. */
class PasswordStrategy extends AuthenticationBaseStrategy {
  async authenticate({ email, password }: Record<string, unknown>, params: any) {
    const app = this.app as unknown as Application
    if (!isShort(email, LONGEST_ADDRESS) || !isShort(password, LONGEST_PASSWORD))
      throw fault(NotAuthenticated, 'wrongPassword')
    const address = email.trim().toLowerCase()
    const user = await attempt(app, address, params, async (turn) => {
      const user = await app
        .get('db')('users')
        .where({ email: address })
        .modify(mayEnter(app.get('config')))
        .first()
      if (await verifyPassword(password, user?.passwordHash, turn)) return user
      await noteSecurityEvent(app, { kind: 'sign-in-failed', userId: user?.id }, params)
    })
    if (!user) throw fault(NotAuthenticated, 'wrongPassword')
    const sessionId = await withTransaction(
      app.get('db'),
      async (trx) => {
        await refuseChanged(app, trx, user)
        await noteSecurityEvent(app, { kind: 'signed-in', userId: user.id }, { ...params, trx })
        return openSession(app, user.id, params.headers?.['user-agent'], trx)
      },
      () => app.get('sequencer').poke()
    )
    return { authentication: { strategy: 'local' }, user: sessionUser(user), sessionId }
  }
}

const isShort = (text: unknown, most: number): text is string =>
  typeof text === 'string' && text.length <= most

/** A password that was changed, or an account that was closed, while it was tried opens nothing. */
async function refuseChanged(
  app: Application,
  trx: Transaction,
  { id, passwordHash }: { id: string; passwordHash: string }
) {
  const same = await trx('users')
    .where({ id, passwordHash })
    .modify(mayEnter(app.get('config')))
    .forShare()
    .first('id')
  if (!same) throw fault(NotAuthenticated, 'wrongPassword')
}

class SessionStrategy extends JWTStrategy {
  override async authenticate({ accessToken }: Record<string, any>) {
    const app = this.app as unknown as Application
    const viewer = await viewerOf(app, accessToken)
    const user = await app.get('db')('users').where({ id: viewer.id }).first()
    const payload = await this.authentication!.verifyAccessToken(accessToken)
    return {
      accessToken,
      authentication: { strategy: 'jwt', accessToken, payload },
      user: sessionUser(user),
      sessionId: viewer.sessionId
    }
  }

  /** The browser's cookie, or a Bearer header. A stale cookie counts as none: the handshake is not refused for it. */
  override async parse(request: IncomingMessage) {
    const fromHeader = await super.parse(request)
    if (fromHeader) return fromHeader
    const app = this.app as unknown as Application
    const accessToken = cookieIn(app, request.headers.cookie)
    if (!accessToken || hasOtherOrigin(app, request)) return null
    const open = await viewerOf(app, accessToken).catch(() => null)
    return open && { strategy: this.name as string, accessToken }
  }
}

class SignIn extends AuthenticationService {
  private key: KeyObject | undefined

  /** Given the secret as text, the library tries at every call whether it may be a public key, which takes longer than all else. */
  override verifyAccessToken(accessToken: string, options?: object, secret?: any) {
    this.key ??= createSecretKey(Buffer.from(this.configuration.secret))
    return super.verifyAccessToken(accessToken, options, secret ?? this.key)
  }

  override async getPayload(result: Record<string, any>) {
    return { sid: result.sessionId }
  }

  override async getTokenOptions({ user }: Record<string, any>) {
    return { subject: (user as SessionUser).id }
  }
}

/** The answer says who signed in and no more; the browser's copy of the token is a cookie that scripts cannot read. */
const answer = () => async (context: HookContext, next: NextFunction) => {
  if (Array.isArray(context.data)) throw fault(NotAuthenticated, 'wrongPassword')
  await next()
  const { app, params, result } = context
  await app.get('live').seat(params.connection, result.user, result.sessionId)
  context.result = { accessToken: result.accessToken, user: result.user }
  if (params.provider === 'rest') context.http = { headers: { 'Set-Cookie': cookiesOf(context, result) } }
}

/** Whoever proved by a password who they are is known on this device from then on. */
function cookiesOf({ app, params }: HookContext, { accessToken, authentication, user }: Record<string, any>) {
  const token = cookie(app, accessToken, COOKIE_AGE)
  if (authentication.strategy !== 'local') return [token]
  const device = rememberedOn(app, params.headers?.cookie, user.email)
  return [token, cookie(app, device, DEVICE_AGE, DEVICE_COOKIE), ...withoutPrefix(app)]
}

const endSession = () => async (context: HookContext, next: NextFunction) => {
  const { app, params } = context
  const viewer = await viewerOf(app, params.authentication?.accessToken)
  if (viewer.viewedBy) throw fault(Forbidden, 'viewOnly')
  await app.service('sessions').remove('current', { viewer })
  await noteSecurityEvent(app, { kind: 'signed-out', userId: viewer.id }, { client: params.client })
  context.result = { user: { id: viewer.id } }
  if (params.provider === 'rest') context.http = { headers: { 'Set-Cookie': cookie(app, '', 0) } }
  void next
}

export const authentication = (app: Application) => {
  const service = new SignIn(app as any, 'authentication', {
    secret: app.get('config').sessionSecret,
    entity: 'user',
    service: 'users',
    entityId: 'id',
    authStrategies: ['local', 'jwt'],
    parseStrategies: ['jwt'],
    jwtOptions: { expiresIn: '30d', algorithm: 'HS256' }
  })
  service.register('local', new PasswordStrategy())
  service.register('jwt', new SessionStrategy())
  app.use('authentication', service as any, { methods: ['create', 'remove'] })
  app.service('authentication').hooks({ around: { create: [answer()], remove: [endSession()] } })
}
