import { Type, type Static } from '@feathersjs/typebox'
import type { Row, View } from '../../journal/kinds.ts'
import { only } from '../records.ts'
import { participantRoles } from '../rooms/rooms.schema.ts'
import { moment } from '../../hooks/validate.ts'

const id = Type.String({ format: 'uuid' })
const role = Type.Unsafe<'performer' | 'notified'>({ type: 'string', enum: [...participantRoles] })
const closed = { additionalProperties: false }

export const participantData = Type.Object(
  {
    roomId: id,
    userId: id,
    role,
    /** Of a party that comes into the room with this person: what of the earlier talk it is shown. */
    earlier: Type.Optional(
      Type.Union([Type.Literal('nothing'), Type.Literal('same'), Type.Array(id, { maxItems: 500 })])
    ),
    requestId: Type.Optional(id)
  },
  closed
)
export const participantPatch = Type.Object({ role }, closed)
export const participantQuery = {
  fields: { roomId: id, userId: id, role, createdAt: moment }
}

export type ParticipantData = Static<typeof participantData>

export interface Participant {
  id: string
  roomId: string
  userId: string
  role: 'performer' | 'notified'
  createdAt: string
  can: { edit: boolean }
}

export const presentParticipant = (row: Row, view: View) => ({
  ...only(row, ['id', 'roomId', 'userId', 'role', 'createdAt']),
  can: { edit: view.zone === 'staff' }
})
