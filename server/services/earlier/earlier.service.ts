import { BadRequest, NotFound } from '@feathersjs/errors'
import { Type, type Static } from '@feathersjs/typebox'
import type { Application, Params } from '../../declarations.ts'
import { authenticated, staffOnly } from '../../hooks/authenticated.ts'
import { validateQuery } from '../../hooks/validate.ts'
import { fault } from '../../language/index.ts'
import { visibleTo } from '../../policy/rules.ts'
import { partyOf } from '../../policy/viewer.ts'
import { only, type Page } from '../records.ts'
import { earlierIn, hangsOn, type Shown } from './earlier.choice.ts'

const id = Type.String({ format: 'uuid' })
const query = {
  roomId: id,
  userId: id,
  show: Type.Optional(
    Type.Union([Type.Literal('all'), Type.Literal('same'), Type.Array(id, { maxItems: 500 })])
  )
}
const asked = Type.Object(query)

/** A record that would be shown to a newcomer's party, or that could be. */
export interface EarlierRecord {
  id: string
  service: string
  authorId: string
  /** The comment it hangs on. */
  parentId: string | null
  /** Its first words, or its title. */
  text: string
  createdAt: string
  audience: string[]
  same: boolean
}

/** The preview of "show earlier": exactly what adding this person with this choice will show their party. */
class EarlierService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  async find(params: Params): Promise<Page<EarlierRecord>> {
    const { roomId, userId, show = 'all' } = params.query as Static<typeof asked>
    const db = this.app.get('db')
    const room = await db('rooms')
      .where('rooms.id', roomId)
      .modify(visibleTo(params.viewer, 'earlier', 'rooms'))
      .first('id')
    if (!room) throw fault(NotFound, 'notFound')
    const user = await db('users').where({ id: userId }).first('zone', 'organizationId')
    const party = user && partyOf(user)
    if (!party) throw fault(BadRequest, 'noSuchPerson')
    const data = (await earlierIn(this.app, db, { roomId, party, choice: show })).map(present)
    data.sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1))
    return { total: data.length, limit: data.length, skip: 0, data }
  }
}

const present = ({ service, row, same }: Shown): EarlierRecord => ({
  ...(only(row, ['id', 'authorId', 'createdAt', 'audience']) as Omit<EarlierRecord, 'text'>),
  service,
  parentId: hangsOn(row),
  text: String(row.body ?? row.title ?? row.name ?? '').slice(0, 300),
  same
})

export const earlier = (app: Application) => {
  app.use('earlier', new EarlierService(app), { methods: ['find'] })
  app.service('earlier').hooks({
    around: { all: [authenticated()] },
    before: { find: [staffOnly(), validateQuery({ fields: {}, plain: query }), required] }
  })
}

const required = ({ params }: { params: Params }) => {
  for (const field of ['roomId', 'userId'])
    if (!params.query[field]) throw fault(BadRequest, 'requiredField', { field })
}
