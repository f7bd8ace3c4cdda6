import { type Party, partyOf } from '#lib/audience/audience.ts'
import type { Participant, User } from '#lib/records.ts'

/** A participant together with who it is. */
export interface Seat {
  participant: Participant
  user: User
}

/** People of one party; null: the firm. */
export interface Group {
  party: Party | null
  seats: Seat[]
}

/** The parties now in the room, clients first. */
export const partiesOf = (seats: readonly Seat[]): Party[] => {
  const parties = seats.map(({ user }) => partyOf(user)).filter((party) => party !== null)
  return [...new Set(parties)].sort((one, other) => (one < other ? -1 : 1))
}

/** The firm first, then each party; performers before the notified. */
export const groupsOf = (seats: readonly Seat[]): Group[] => {
  const ordered = seats.toSorted(
    (one, other) =>
      Number(one.participant.role !== 'performer') - Number(other.participant.role !== 'performer') ||
      one.user.name.localeCompare(other.user.name, 'pl')
  )
  const of = (party: Party | null) => ordered.filter(({ user }) => partyOf(user) === party)
  return [null, ...partiesOf(seats)].map((party) => ({ party, seats: of(party) }))
}

/** People by their party, the firm first, then clients and partners. */
export const byParty = (users: readonly User[]): { party: Party | null; users: User[] }[] =>
  [...Map.groupBy(users, partyOf)]
    .map(([party, users]) => ({ party, users }))
    .sort((one, other) => ((one.party ?? '') < (other.party ?? '') ? -1 : 1))

/** Those in the room whom an audience lets read; the firm reads everything. */
export const readersOf = (
  seats: readonly Seat[],
  audience: readonly Party[]
): { staff: User[]; outside: User[] } => {
  const users = seats.map(({ user }) => user)
  return {
    staff: users.filter(({ zone }) => zone === 'staff'),
    outside: users.filter((user) => audience.includes(partyOf(user) ?? ''))
  }
}

/** 'Kasia Wilk, Tomek Rak (Saldomiar), Piotr Maj (Rumiankowa 8)': each organization once, after its people. */
export const namesWithOrganizations = (
  users: readonly User[],
  nameOfOrganization: (id: string) => string
): string =>
  [...Map.groupBy(users, (user) => user.organizationId)]
    .map(([id, group]) => {
      const names = group.map(({ name }) => name).join(', ')
      return id ? `${names} (${nameOfOrganization(id)})` : names
    })
    .join(', ')
