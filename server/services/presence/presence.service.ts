import { NotFound } from '@feathersjs/errors'
import { Type, type Static } from '@feathersjs/typebox'
import type { Application, Params } from '../../declarations.ts'
import { authenticated } from '../../hooks/authenticated.ts'
import { validate } from '../../hooks/validate.ts'
import { fault } from '../../language/index.ts'
import { expandAudience } from '../../policy/audience.ts'
import { visibleTo } from '../../policy/rules.ts'
import { partyOf } from '../../policy/viewer.ts'
import { audience } from '../comments/comments.schema.ts'
import { partiesIn } from '../participants/participants.service.ts'

const data = (typing: ReturnType<typeof Type.Object>) =>
  Type.Object(
    { roomId: Type.String({ format: 'uuid' }), typing: Type.Optional(Type.Union([Type.Null(), typing])) },
    { additionalProperties: false }
  )
const closed = { additionalProperties: false }
const presenceData = {
  staff: data(Type.Object({ audience: Type.Optional(audience) }, closed)),
  external: data(Type.Object({ audience: Type.Optional(audience) }, closed))
}

class PresenceService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  /** I am in this room; and, with `typing`, I am writing something for these readers. */
  async create({ roomId, typing }: Static<typeof presenceData.staff>, params: Params) {
    await this.seen(roomId, params)
    const { presence } = this.app.get('live')
    if (!params.viewer.viewedBy)
      await presence.enter(
        roomId,
        keyOf(params),
        params.viewer.id,
        typing ? await this.readers(roomId, typing as object, params) : null
      )
    return presence.seenBy(params.viewer, roomId)
  }

  async remove(roomId: string, params: Params) {
    if (!params.viewer.viewedBy) await this.app.get('live').presence.leave(roomId, keyOf(params))
    return { id: roomId, roomId, people: [] }
  }

  private async seen(roomId: string, { viewer }: Params) {
    const room = await this.app
      .get('db')('rooms')
      .where('rooms.id', roomId)
      .modify(visibleTo(viewer, 'presence', 'rooms'))
      .first('id')
    if (!room) throw fault(NotFound, 'notFound')
  }

  private async readers(roomId: string, typing: { audience?: string[] }, { viewer }: Params) {
    const party = partyOf(viewer)
    if (party) return [party]
    return expandAudience(typing.audience ?? [], await partiesIn(this.app.get('db') as never, roomId)) ?? []
  }
}

/** A browser tab each; over REST, a person. */
const keyOf = ({ connection, viewer }: Params & { connection?: { socketId?: string } }) =>
  connection?.socketId ?? viewer.id

export const presence = (app: Application) => {
  app.use('presence', new PresenceService(app), { methods: ['create', 'remove'] })
  app.service('presence').hooks({
    around: { all: [authenticated()] },
    before: { create: [validate(presenceData)] }
  })
}
