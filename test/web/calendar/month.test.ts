import assert from 'node:assert/strict'
import { isMonth, layWeek, partWeek, shiftDay, shiftMonth, spanOf, weeksOf } from '#lib/calendar/month.ts'

const dayOf = (moment: string) => moment.slice(0, 10)
const week = weeksOf('2026-11')[3]!
const dated = (id: string, startAt: string | null, dueAt: string | null) => ({ id, startAt, dueAt })
const laid = (...entries: ReturnType<typeof dated>[]) =>
  layWeek(week, entries, dayOf).map(({ entry, from, days, lane }) => [entry.id, from, days, lane])

describe('a month', () => {
  it('is shown in whole weeks that begin on Monday', () => {
    const weeks = weeksOf('2026-11')
    assert.equal(weeks.length, 6)
    assert.equal(weeks[0]![0], '2026-10-26')
    assert.equal(weeks.at(-1)!.at(-1), '2026-12-06')
  })

  it('may need only four weeks, and crosses clock changes and years', () => {
    assert.equal(weeksOf('2027-02').length, 4)
    assert.deepEqual(
      weeksOf('2026-03').flat(),
      Array.from({ length: 42 }, (_, day) => shiftDay('2026-02-23', day))
    )
    assert.equal(shiftMonth('2026-12', 1), '2027-01')
    assert.equal(shiftMonth('2026-01', -1), '2025-12')
  })

  it('is read from the address only in its own form', () => {
    assert.equal(isMonth('2026-11'), true)
    for (const word of [null, '', '2026-13', '2026-1', 'november']) assert.equal(isMonth(word), false)
  })
})

describe('a week', () => {
  it('cuts what begins before it or ends after it', () => {
    const [bar] = layWeek(week, [dated('long', '2026-11-01', '2026-12-24')], dayOf)
    assert.deepEqual([bar!.from, bar!.days, bar!.opens, bar!.closes], [0, 7, false, false])
  })

  it('gives overlapping things lanes of their own and uses a lane again', () => {
    assert.deepEqual(
      laid(
        dated('a', '2026-11-16', '2026-11-18'),
        dated('b', '2026-11-17', '2026-11-19'),
        dated('c', '2026-11-19', '2026-11-20')
      ),
      [
        ['a', 0, 3, 0],
        ['b', 1, 3, 1],
        ['c', 3, 2, 0]
      ]
    )
  })

  it('leaves out what falls in other weeks', () => {
    assert.deepEqual(laid(dated('before', null, '2026-11-15'), dated('after', '2026-11-23', null)), [])
  })
})

describe('a week by attention', () => {
  const entry = (id: string, startAt: string | null, dueAt: string | null, status = 'todo') => ({
    ...dated(id, startAt, dueAt),
    status
  })
  const parted = (...entries: ReturnType<typeof entry>[]) => {
    const { passing, bars } = partWeek(week, entries, dayOf)
    return {
      passing: passing.map(({ id }) => id),
      bars: bars.map((bar) => [bar.entry.id, bar.from, bar.days])
    }
  }

  it('sets apart what neither begins nor ends in it', () => {
    assert.deepEqual(
      parted(
        entry('through', '2026-11-01', '2026-12-24'),
        entry('begins', '2026-11-17', '2026-12-24'),
        entry('ends', '2026-11-01', '2026-11-18')
      ),
      {
        passing: ['through'],
        bars: [
          ['ends', 0, 3],
          ['begins', 1, 6]
        ]
      }
    )
  })

  it('shows what is finished on its last day alone', () => {
    assert.deepEqual(
      parted(
        entry('here', '2026-11-01', '2026-11-18', 'done'),
        entry('later', '2026-11-01', '2026-12-24', 'done')
      ),
      { passing: [], bars: [['here', 2, 1]] }
    )
  })
})

describe('a span', () => {
  it('is one day where there is one date, or where the due date comes before the start', () => {
    assert.deepEqual(spanOf(dated('due', null, '2026-11-17'), dayOf), ['2026-11-17', '2026-11-17'])
    assert.deepEqual(spanOf(dated('start', '2026-11-17', null), dayOf), ['2026-11-17', '2026-11-17'])
    assert.deepEqual(spanOf(dated('odd', '2026-11-20', '2026-11-17'), dayOf), ['2026-11-17', '2026-11-17'])
  })
})
