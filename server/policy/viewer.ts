/** The person a request, socket, mail or feed is for. */
export interface Viewer {
  id: string
  zone: Zone
  role: Role | null
  organizationId: string | null
  locale: string
  sessionId?: string
  /** The administrator who looks through this person's eyes, and changes nothing. */
  viewedBy?: string
}

export type Zone = 'staff' | 'client' | 'partner'
export type Role = 'admin' | 'member'

/** One organization in one zone, as it stands in a room: `client:<organizationId>` or `partner:<organizationId>`. */
export type Party = string

/** What decides how a record looks to someone: all viewers of one side receive the same packet. */
export interface Side {
  zone: Zone
  role: Role | null
  party: Party | null
}

export const isStaff = (viewer: { zone: Zone }) => viewer.zone === 'staff'
export const isAdmin = (viewer: { zone: Zone; role: Role | null }) =>
  isStaff(viewer) && viewer.role === 'admin'

/** The party a person stands for; null for the firm's own people. */
export const partyOf = (person: { zone: Zone; organizationId: string | null }): Party | null =>
  person.zone === 'staff' ? null : `${person.zone}:${person.organizationId}`

export const sideOf = (person: { zone: Zone; role: Role | null; organizationId: string | null }): Side => ({
  zone: person.zone,
  role: person.role,
  party: partyOf(person)
})

export const sideKey = (side: Side) => (side.zone === 'staff' ? `staff:${side.role}` : (side.party as string))
