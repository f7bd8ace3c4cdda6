import { prepared, type Database } from '../database/index.ts'

/** Sessions whose time has run out and that nobody has ended yet, and the looks through another's eyes that began in them. */
export async function expiredSessions(db: Database): Promise<string[]> {
  const now = new Date()
  const expired = () => db('sessions').select('id').whereNull('endedAt').where('expiresAt', '<=', now)
  const looks = db('sessions').select('id').whereNull('endedAt').whereIn('fromSessionId', expired())
  const rows: { id: string }[] = await expired().union(looks).modify(prepared)
  return rows.map(({ id }) => id)
}

export async function isOpen(db: Database, id: string): Promise<boolean> {
  const open = db('sessions').where({ id }).whereNull('endedAt').where('expiresAt', '>', new Date())
  return (await open.modify(prepared).first('id')) !== undefined
}
