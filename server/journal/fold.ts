/**
 * fold(entries, viewer) -> changes: the one place that decides who is told what. Live delivery folds a batch for everyone,
 * catch-up what one viewer missed, a digest a window of time. It must run in one snapshot: content re-read without the
 * permissions of the same moment leaks, and first-before against last-after leaves hidden records on the screen.
 */
import type { Transaction } from '../database/index.ts'
import { sideSeesNews, sideSeesParticipant, sideSeesRecord, visibleTo } from '../policy/rules.ts'
import { isStaff, partyOf, type Side, type Viewer } from '../policy/viewer.ts'
import type { ParticipantSight, RecordSight, Sight } from './append.ts'
import type { FedEntry } from './feed.ts'
import { isRoomService, roomService, type Kind, type Kinds, type Row } from './kinds.ts'
import { Groups, sightlines, type Group, type Person, type Sightline } from './sightlines.ts'

export interface Change {
  service: string
  event: 'created' | 'patched' | 'removed'
  data: object
  /** Whose sight this is for. */
  side: Side
  users: string[]
  /** The place of the newest entry that this tells of. */
  seq: number
}

interface Story {
  service: string
  recordId: string
  roomId: string | null
  entries: FedEntry[]
  row: Row | undefined
  kind: Kind
}

export async function fold(
  trx: Transaction,
  kinds: Kinds,
  fed: FedEntry[],
  only?: Viewer
): Promise<Change[]> {
  const entries = fed.filter(({ aside }) => !aside).sort((left, right) => left.position - right.position)
  const lines = await sightlines(trx, entries, only)
  const rooms = await tellRooms(trx, kinds, lines, entries)
  const records: Change[] = []
  for (const story of await stories(trx, kinds, entries)) {
    const { scope } = story.kind
    if (scope === 'room') continue
    const line = lines.find((line) => line.roomId === story.roomId)
    if (scope === 'record' || scope === 'participant') {
      if (line) records.push(...tellInRoom(story, line))
    } else records.push(...(await tellAlone(trx, story, only)))
  }
  return [...rooms, ...records.sort((left, right) => left.seq - right.seq)]
}

async function stories(trx: Transaction, kinds: Kinds, entries: FedEntry[]): Promise<Story[]> {
  const byRecord = new Map<string, Story>()
  for (const entry of entries) {
    const kind = kinds.get(entry.service)
    if (!kind) continue
    const key = `${entry.service} ${entry.recordId}`
    const story = byRecord.get(key)
    if (story) story.entries.push(entry)
    else byRecord.set(key, { ...entry, entries: [entry], kind, row: undefined })
  }
  const all = [...byRecord.values()]
  for (const [service, group] of Map.groupBy(all, (story) => story.service)) {
    const rows = await (kinds.get(service) as Kind).load(
      trx,
      group.map((story) => story.recordId)
    )
    const byId = new Map(rows.map((row) => [row.id, row]))
    for (const story of group) story.row = byId.get(story.recordId)
  }
  return all
}

// ---- rooms -----------------------------------------------------------------------------------------------------------

async function tellRooms(trx: Transaction, kinds: Kinds, lines: Sightline[], entries: FedEntry[]) {
  const changes: Change[] = []
  for (const line of lines) {
    const service = roomService(line.kind)
    const kind = kinds.get(service) as Kind
    const own = entries.filter((entry) => entry.roomId === line.roomId)
    const turns = own.filter((entry) => isRoomService(entry.service))
    const seq = own.at(-1)?.seq ?? 0
    if (line.lost.length > 0)
      changes.push({
        service,
        event: 'removed',
        data: { id: line.roomId },
        side: nobody,
        users: line.lost,
        seq
      })
    const patched = line.kept.filter((group) => turns.some((turn) => concerns(group.side, turn, kind)))
    if (line.gained.length + patched.length === 0) continue
    const [row] = await kind.load(trx, [line.roomId])
    if (!row) continue
    for (const group of line.gained) changes.push(...packets(service, 'created', kind, row, group, [], seq))
    for (const group of patched) changes.push(...packets(service, 'patched', kind, row, group, [], seq))
  }
  return changes
}

/** A `removed` of a room says nothing that depends on a side. */
const nobody: Side = { zone: 'staff', role: null, party: null }

/** Whether what this side is shown may have changed with the entry. */
const concerns = (side: Side, entry: FedEntry, kind: Kind) =>
  isStaff(side) ? entry.changed.length > 0 : entry.changed.some((field) => kind.shared.includes(field))

// ---- records in a room -----------------------------------------------------------------------------------------------

function tellInRoom(story: Story, line: Sightline): Change[] {
  const owners = ownersIn(story)
  const told = (group: Group, keptRoom: boolean): Change[] => {
    const sees = (sight: Sight) => sideSees(story, group.side, sight)
    const now = story.row !== undefined && sees(sightOf(story, story.row))
    const before = keptRoom && sees(story.entries[0]?.before ?? null)
    const { service, kind, row } = story
    const seq = lastTold(
      story,
      (entry) => showsIn(story, group.side, entry) || sees(entry.before) !== sees(entry.after)
    )
    if (seq === undefined) return []
    if (now) return packets(service, before ? 'patched' : 'created', kind, row as Row, group, owners, seq)
    if (!keptRoom || !(before || story.entries.some((entry) => sees(entry.after)))) return []
    return [{ service, event: 'removed', data: { id: story.recordId, roomId: story.roomId }, ...group, seq }]
  }
  return [
    ...line.kept.flatMap((group) => told(group, true)),
    ...line.gained.flatMap((group) => told(group, false))
  ]
}

const ownersIn = ({ kind, row, entries }: Story): string[] => {
  if (row && kind.owners) return kind.owners(row)
  const author = entries[0]?.authorId
  return author ? [author] : []
}

/** The newest entry that this side is told of: were it the newest of all, the order of packets would count what is hidden. */
const lastTold = (story: Story, tells: (entry: FedEntry) => boolean) => story.entries.findLast(tells)?.seq

const sideSees = (story: Story, side: Side, sight: Sight) => {
  if (sight === null) return false
  return story.kind.scope === 'participant'
    ? sideSeesParticipant(side, sight as ParticipantSight)
    : sideSeesRecord(side, { withdrawn: false, audience: (sight as RecordSight).audience })
}

const sightOf = (story: Story, row: Row): Sight => {
  if (story.kind.scope === 'participant') return { userId: row.userId, party: row.party }
  return row.withdrawnAt ? null : { audience: row.audience }
}

/** A reply shows its parent's id only to those who see the parent: losing that is a change to them and to nobody else. */
function showsIn(story: Story, side: Side, entry: FedEntry) {
  const before = entry.before as RecordSight | null
  const after = entry.after as RecordSight | null
  if (before?.parent === undefined || after?.parent === undefined) return concerns(side, entry, story.kind)
  const seen = (parent: string[] | null | undefined) =>
    Boolean(parent) && sideSeesRecord(side, { withdrawn: false, audience: parent as string[] })
  return concerns(side, entry, story.kind) || seen(before.parent) !== seen(after.parent)
}

/** One packet for the side, and one for those of it whose own the record is. */
function packets(
  service: string,
  event: Change['event'],
  kind: Kind,
  row: Row,
  { side, users }: Group,
  owners: string[],
  seq: number
): Change[] {
  const make = (mine: boolean, whom: string[]): Change[] =>
    whom.length === 0
      ? []
      : [{ service, event, data: kind.present(row, { ...side, mine }), side, users: whom, seq }]
  const { own = [], others = [] } = Object.groupBy(users, (user) =>
    owners.includes(user) ? 'own' : 'others'
  )
  return [...make(true, own), ...make(false, others)]
}

// ---- records that stand alone ----------------------------------------------------------------------------------------

async function tellAlone(trx: Transaction, story: Story, only?: Viewer): Promise<Change[]> {
  const groups = await listeners(trx, story, only)
  const { service, kind, row, recordId } = story
  const owner = ownerOf(story)
  const owners = owner ? [owner] : []
  return groups.flatMap((group): Change[] => {
    const now = row !== undefined && aloneSees(story, group.side, sightAlone(story, row))
    const sees = (sight: Sight) => aloneSees(story, group.side, sight)
    const before = sees(story.entries[0]?.before ?? null)
    const seq = lastTold(
      story,
      (entry) => concerns(ownerSide(story, group), entry, kind) || sees(entry.before) !== sees(entry.after)
    )
    if (seq === undefined) return []
    if (now) return packets(service, before ? 'patched' : 'created', kind, row, group, owners, seq)
    const seen = before || story.entries.some((entry) => sees(entry.after))
    return seen ? [{ service, event: 'removed', data: { id: recordId }, ...group, seq }] : []
  })
}

const sightAlone = (story: Story, row: Row): Sight =>
  story.kind.scope === 'news' ? (row.withdrawnAt ? null : { audience: row.audience }) : {}

const aloneSees = (story: Story, side: Side, sight: Sight) => {
  if (sight === null) return false
  if (story.kind.scope === 'staff') return isStaff(side)
  if (story.kind.scope !== 'news') return true
  return sideSeesNews(side, { withdrawn: false, audience: (sight as RecordSight).audience })
}

/** To its owner, every field of a record that stands alone is theirs to see. */
const ownerSide = (story: Story, group: Group): Side =>
  group.users.length === 1 && group.users[0] === ownerOf(story)
    ? { ...group.side, zone: 'staff' }
    : group.side

const ownerOf = (story: Story): string | null => {
  const { scope } = story.kind
  if (scope === 'person') return story.recordId
  if (scope === 'own') return story.entries[0]?.authorId ?? null
  return null
}

/** Those who may be told of it: each owner alone, everyone else by side. */
async function listeners(trx: Transaction, story: Story, only?: Viewer): Promise<Group[]> {
  const owner = ownerOf(story)
  const people: Person[] = await trx('users')
    .select('id', 'zone', 'role', 'organizationId')
    .whereNull('deactivatedAt')
    .modify((query) => {
      if (only) query.where('id', only.id)
      if (story.kind.scope === 'staff') query.where('zone', 'staff')
      if (story.kind.scope === 'own') query.where('id', owner)
      if (story.kind.scope === 'organization')
        query.where((whose) => whose.where('zone', 'staff').orWhere('organizationId', story.recordId))
    })
  const groups = new Groups()
  const alone: Group[] = []
  for (const person of people) {
    if (person.id === owner)
      alone.push({
        side: { zone: person.zone, role: person.role, party: partyOf(person) },
        users: [person.id]
      })
    else if (story.kind.scope !== 'person' || (await meets(trx, person, story.recordId))) groups.add(person)
  }
  return [...alone, ...groups.all()]
}

async function meets(trx: Transaction, person: Person, userId: string) {
  if (isStaff(person)) return true
  const row = await trx('users')
    .select('id')
    .where('users.id', userId)
    .modify(visibleTo({ ...person, locale: '' }, 'users', 'users'))
    .first()
  return row !== undefined
}
