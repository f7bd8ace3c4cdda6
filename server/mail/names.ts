/** How people and organizations are named in one person's mail. */
import type { Transaction } from '../database/index.ts'
import type { Application } from '../declarations.ts'
import type { Row } from '../journal/kinds.ts'
import { shownName, type Named } from '../policy/naming.ts'
import { visibleTo } from '../policy/rules.ts'
import { isStaff, partyOf, type Viewer } from '../policy/viewer.ts'
import type { Tiding } from './tidings.ts'

type Someone = Row & Named & { organizationId: string | null }

/** The authors of what is told and, for the firm's people, the organizations that it is for; by id. */
export async function namesFor(
  app: Application,
  trx: Transaction,
  told: Tiding[],
  reader: Viewer
): Promise<Map<string, string>> {
  const ids = told.flatMap(({ data }) => [
    ...(data.authorId ? [data.authorId] : []),
    ...(data.answers ?? []).map((answer: Row) => answer.authorId)
  ])
  const people = (await app.get('kinds').get('users')!.load(trx, ids)) as Someone[]
  const mistakable = await mistakableColleagues(trx, reader, people)
  const named = (person: Someone) =>
    shownName(person, { zone: reader.zone, mine: isColleague(reader, person) && !mistakable.has(person.id) })
  const organizations: Row[] = await trx('organizations')
    .select('id', 'name')
    .whereIn(
      'id',
      told.flatMap(({ data }) => data.audience ?? []).flatMap((party) => party.split(':')[1] ?? [])
    )
  return new Map([
    ...people.map((person): [string, string] => [person.id, named(person)]),
    ...organizations.map((row): [string, string] => [row.id, row.name])
  ])
}

const isColleague = (reader: Viewer, person: Someone) =>
  !isStaff(reader) && partyOf(person) === partyOf(reader)

/** Who among the reader's own colleagues is called as one of the firm's people whom the reader may see. */
async function mistakableColleagues(trx: Transaction, reader: Viewer, people: Someone[]) {
  const ids = people.filter((person) => isColleague(reader, person)).map(({ id }) => id)
  if (ids.length === 0) return new Set<string>()
  const rows: { id: string }[] = await trx('users')
    .whereIn('users.id', ids)
    .whereExists((exists) =>
      exists
        .select(1)
        .from('users as own')
        .where('own.zone', 'staff')
        .whereRaw('"nameKey"(own.name) = "nameKey"(users.name)')
        .modify(visibleTo(reader, 'users', 'own'))
    )
    .select('users.id')
  return new Set(rows.map(({ id }) => id))
}
