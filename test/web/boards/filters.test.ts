import assert from 'node:assert/strict'
import {
  cleared,
  type Filters,
  isFiltered,
  noFilters,
  readFilters,
  writeFilters
} from '../../../web/src/lib/boards/filters.ts'
import { lanesOf, queryOf, roomOrder, sortOf } from '../../../web/src/lib/boards/query.ts'
import type { Room } from '../../../web/src/lib/records.ts'

const firm = '11111111-2222-4333-8444-555555555555'
const staff = { kind: 'sales-activity' as const, staff: true }
const client = { kind: 'sales-activity' as const, staff: false }
const now = { today: '2026-11-24', moment: '2026-11-24T09:00:00.000Z', timeZone: 'Europe/Warsaw' }
const read = (address: string, audience = staff) => readFilters(new URLSearchParams(address), audience)

const everything: Filters = {
  view: 'list',
  group: 'week',
  sort: 'value',
  down: true,
  search: 'okna & drzwi',
  status: ['todo', 'waiting'],
  priority: ['high'],
  stage: ['lead', 'offer'],
  organization: firm,
  whose: 'mine',
  due: 'late',
  archived: true
}

describe('the filters of a board, in its address', () => {
  it('come back from the address as they were', () => {
    assert.deepEqual(read(writeFilters(everything)), everything)
    assert.deepEqual(read(writeFilters({ ...everything, whose: firm, organization: 'none' })).whose, firm)
  })

  it('are not in the address when all is as usual', () => {
    assert.equal(writeFilters(noFilters), '')
    assert.deepEqual(read(''), noFilters)
    assert.equal(writeFilters({ ...noFilters, status: ['todo', 'doing'] }), '?status=todo,doing')
  })

  it('pass over what they do not know', () => {
    assert.deepEqual(read('status=nowhere,todo&due=never&whose=x&sort=y&stage=,'), {
      ...noFilters,
      status: ['todo']
    })
  })

  it('hold nothing internal for a client, even where the address does', () => {
    const shared = read(writeFilters(everything), client)
    assert.deepEqual(
      { ...shared },
      { ...everything, stage: [], organization: null, whose: 'all', sort: 'due' }
    )
    const asked = queryOf(shared, client, 'me', now)
    assert.deepEqual(Object.keys(asked).sort(), ['archivedAt', 'dueAt', 'priority', 'search', 'status'])
  })

  it('can be cleared without changing how things are arranged', () => {
    const rest = cleared(everything)
    assert.ok(isFiltered(everything) && !isFiltered(rest))
    assert.deepEqual([rest.view, rest.group, rest.sort, rest.down], ['list', 'week', 'value', true])
  })
})

describe('what the filters ask', () => {
  it('asks the server for what was chosen', () => {
    assert.deepEqual(queryOf({ ...everything, due: 'none' }, staff, 'me', now), {
      archivedAt: { $ne: null },
      search: 'okna & drzwi',
      priority: { $in: ['high'] },
      organizationId: firm,
      participantId: 'me',
      dueAt: null,
      status: { $in: ['todo', 'waiting'] },
      stage: { $in: ['lead', 'offer'] }
    })
    assert.deepEqual(queryOf(noFilters, staff, 'me', now), { archivedAt: null })
  })

  it('leaves only the lanes that can hold something', () => {
    assert.deepEqual(lanesOf(noFilters, client), ['todo', 'doing', 'waiting', 'done'])
    assert.deepEqual(lanesOf({ ...noFilters, due: 'late' }, client), ['todo', 'doing', 'waiting'])
    assert.deepEqual(lanesOf({ ...noFilters, stage: ['won'] }, staff), ['won'])
    assert.deepEqual(lanesOf({ ...noFilters, stage: ['won'] }, client).length, 4)
  })

  it('orders as the server does: by rank, the newest first among equals, nothing last', () => {
    const rooms = [
      { id: 'a', title: 'Zebra', priority: 'normal', dueAt: null, createdAt: '2026-11-01' },
      { id: 'b', title: 'łata', priority: 'high', dueAt: '2026-12-01', createdAt: '2026-11-02' },
      { id: 'c', title: 'Lada', priority: 'low', dueAt: '2026-12-01', createdAt: '2026-11-03' }
    ] as Room[]
    const order = (filters: Partial<Filters>) =>
      rooms.toSorted(roomOrder(sortOf({ ...noFilters, ...filters }))).map(({ id }) => id)
    assert.deepEqual(order({}), ['c', 'b', 'a'])
    assert.deepEqual(order({ down: true }), ['c', 'b', 'a'])
    assert.deepEqual(order({ sort: 'priority', down: true }), ['b', 'a', 'c'])
    assert.deepEqual(order({ sort: 'created' }), ['a', 'b', 'c'])
    assert.deepEqual(order({ sort: 'title' }), ['c', 'b', 'a'])
  })
})
