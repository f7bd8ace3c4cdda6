import assert from 'node:assert/strict'
import { dueQuery, mondayOf, type Now } from '../../../web/src/lib/boards/due.ts'
import { weeksOfRooms } from '../../../web/src/lib/boards/weeks.ts'
import { matches } from '../../../web/src/lib/live/query.ts'
import type { Room } from '../../../web/src/lib/records.ts'

const warsaw: Now = { today: '2026-11-24', moment: '2026-11-24T09:00:00.000Z', timeZone: 'Europe/Warsaw' }
const found = (due: 'late' | 'week' | 'none', now: Now, dates: (string | null)[]) =>
  dates.filter((dueAt) => matches({ dueAt: dueQuery(due, now) })({ dueAt }))

describe('the dates that are asked for', () => {
  const dates = [null, '2026-11-23', '2026-11-24', '2026-11-24T08:59:00.000Z', '2026-11-24T09:01:00.000Z']

  it('are late when their day is over or their moment has passed', () => {
    assert.deepEqual(found('late', warsaw, dates), ['2026-11-23', '2026-11-24T08:59:00.000Z'])
    assert.deepEqual(found('none', warsaw, dates), [null])
  })

  it("end a day by the viewer's clock, east and west", () => {
    const east = { ...warsaw, moment: '2026-11-23T23:30:00.000Z' }
    assert.deepEqual(found('late', east, dates), ['2026-11-23'])
    const west = { today: '2026-11-23', moment: '2026-11-24T01:00:00.000Z', timeZone: 'America/New_York' }
    assert.deepEqual(found('late', west, ['2026-11-22', ...dates]), ['2026-11-22'])
  })

  it('hold a week from Monday to Sunday, with its moments', () => {
    const week = [
      '2026-11-22',
      '2026-11-22T22:59:00.000Z',
      '2026-11-22T23:00:00.000Z',
      '2026-11-23',
      '2026-11-29',
      '2026-11-29T22:59:00.000Z',
      '2026-11-29T23:00:00.000Z',
      '2026-11-30'
    ]
    assert.deepEqual(found('week', warsaw, week), week.slice(2, 6))
    const london = { ...warsaw, timeZone: 'Europe/London' }
    assert.deepEqual(found('week', london, ['2026-11-22', '2026-11-23', '2026-11-29', '2026-11-30']), [
      '2026-11-23',
      '2026-11-29'
    ])
    assert.equal(mondayOf('2026-11-29'), '2026-11-23')
  })
})

describe('rooms by weeks', () => {
  it('keep their order, and part at Mondays', () => {
    const dates = ['2026-10-01', '2026-11-22', '2026-11-24', '2026-11-29T23:00:00.000Z', '2026-12-06', null]
    const rooms = dates.map((dueAt, at) => ({ id: String(at), dueAt })) as Room[]
    const dayOf = (value: string) => (value.length > 10 ? '2026-11-30' : value)
    assert.deepEqual(
      weeksOfRooms(rooms, '2026-11-24', dayOf).map(({ week, rooms }) => [week, rooms.length]),
      [
        ['before', 2],
        ['2026-11-23', 1],
        ['2026-11-30', 2],
        ['none', 1]
      ]
    )
  })
})
