import assert from 'node:assert/strict'
import {
  byParty,
  groupsOf,
  namesWithOrganizations,
  readersOf,
  type Seat
} from '../../../web/src/lib/participants/readers.ts'

const seat = (
  id: string,
  zone: 'staff' | 'client' | 'partner',
  organizationId: string | null,
  performs = false
): Seat => ({
  participant: { id, roomId: 'r', userId: id, role: performs ? 'performer' : 'notified', createdAt: '' },
  user: { id, name: id, zone, organizationId, organizationName: organizationId, title: null, active: true }
})
const seats = [
  seat('Ola', 'staff', null),
  seat('Jan', 'staff', null, true),
  seat('Kasia', 'client', 'a'),
  seat('Tomek', 'client', 'a'),
  seat('Marek', 'partner', 'a')
]

describe('readers of a record', () => {
  it('are named by party: one organization may be there in two zones', () => {
    assert.deepEqual(
      readersOf(seats, ['client:a']).outside.map(({ name }) => name),
      ['Kasia', 'Tomek']
    )
    assert.deepEqual(readersOf(seats, []).outside, [])
    assert.equal(readersOf(seats, []).staff.length, 2)
  })

  it('stand in groups, the firm first and performers before the notified', () => {
    assert.deepEqual(
      groupsOf(seats).map(({ party, seats }) => [party, seats.map(({ user }) => user.name)]),
      [
        [null, ['Jan', 'Ola']],
        ['client:a', ['Kasia', 'Tomek']],
        ['partner:a', ['Marek']]
      ]
    )
  })

  it('name each organization once', () => {
    const users = readersOf(seats, ['client:a']).outside
    assert.equal(
      namesWithOrganizations(users, () => 'Saldomiar'),
      'Kasia, Tomek (Saldomiar)'
    )
  })

  it('are parted by firm and party before there is a room, the firm first', () => {
    const users = seats.map(({ user }) => user).toReversed()
    assert.deepEqual(
      byParty(users).map(({ party, users }) => [party, users.length]),
      [
        [null, 2],
        ['client:a', 2],
        ['partner:a', 1]
      ]
    )
  })
})
