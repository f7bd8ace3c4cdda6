/** With whose eyes a document is made, found out afresh each time: somebody active who is in the room now. */
import type { Database, Transaction } from '../../database/index.ts'
import type { Row } from '../../journal/kinds.ts'
import { isStaff, type Viewer } from '../../policy/viewer.ts'

const eyes = ['id', 'zone', 'role', 'organizationId', 'locale'].map((column) => `users.${column}`)

/** Null where nobody may see it that way any more. */
export async function eyesOf(
  db: Database | Transaction,
  { userId, roomId, party }: Pick<Row, 'userId' | 'roomId' | 'party'>
): Promise<Viewer | null> {
  const asker: Viewer | undefined = await db('users')
    .where({ id: userId })
    .whereNull('deactivatedAt')
    .first(eyes)
  if (!asker) return null
  if (!isStaff(asker)) return asker
  return party ? personOf(db, roomId, party) : asker
}

/** The party's first person in the room: all people of one party see the same. */
export async function personOf(
  db: Database | Transaction,
  roomId: string,
  party: string
): Promise<Viewer | null> {
  const [zone, organizationId] = party.split(':') as [string, string]
  const person = await db('users')
    .join('participants', 'participants.userId', 'users.id')
    .where({ roomId, zone, organizationId })
    .whereNull('deactivatedAt')
    .orderBy(['participants.createdAt', 'users.id'])
    .first(eyes)
  return person ?? null
}
