import assert from 'node:assert/strict'
import fc from 'fast-check'
import { orderOf } from '../../../web/src/lib/live/query.ts'
import {
  emptySlice,
  joined,
  type Slice,
  upsert,
  without,
  withoutRoom
} from '../../../web/src/lib/live/slice.ts'

interface Row {
  id: string
  roomId: string
  at: number
  open: boolean
}

const rules = { belongs: (row: Row) => row.open, compare: orderOf<Row>({ at: -1 }) }
const row = (id: string, at: number, more: Partial<Row> = {}): Row => ({
  id,
  roomId: 'r',
  at,
  open: true,
  ...more
})
const ids = (slice: Slice<Row>) => slice.items.map(({ id }) => id)
const answer = (data: Row[], total = data.length, limit = 50) => ({ data, total, limit })

describe('a live list', () => {
  it('puts a new record in its place', () => {
    const slice = joined(emptySlice<Row>(), answer([row('a', 3), row('c', 1)]), new Map(), rules)
    assert.deepEqual(ids(upsert(slice, row('b', 2), rules)), ['a', 'b', 'c'])
  })

  it('drops a record that no longer matches', () => {
    const slice = upsert(emptySlice<Row>(), row('a', 1), rules)
    assert.deepEqual(upsert(slice, row('a', 1, { open: false }), rules), { items: [], total: 0 })
  })

  it('only counts a record that sorts behind a part not loaded yet', () => {
    const slice = joined(emptySlice<Row>(), answer([row('a', 9), row('b', 8)], 5, 2), new Map(), rules)
    const next = upsert(slice, row('z', 1), rules)
    assert.deepEqual([ids(next), next.total], [['a', 'b'], 6])
  })

  it('keeps the last loaded record when it changes in place', () => {
    const slice = joined(emptySlice<Row>(), answer([row('a', 9), row('b', 8)], 5, 2), new Map(), rules)
    assert.deepEqual(ids(upsert(slice, row('b', 8, { roomId: 'other' }), rules)), ['a', 'b'])
  })

  it('takes from the stream what an older answer would overwrite', () => {
    const touched = new Map<string, Row | null>([
      ['a', row('a', 5)],
      ['b', null],
      ['n', row('n', 4)]
    ])
    const slice = joined(emptySlice<Row>(), answer([row('b', 2), row('a', 1)]), touched, rules)
    assert.deepEqual(
      slice.items.map(({ id, at }) => [id, at]),
      [
        ['a', 5],
        ['n', 4]
      ]
    )
    assert.equal(slice.total, 2)
  })

  it('drops everything of a lost room, and the room itself', () => {
    const rows = [row('a', 3), row('b', 2, { roomId: 'lost' }), row('lost', 1)]
    const slice = joined(emptySlice<Row>(), answer(rows), new Map(), rules)
    assert.deepEqual(ids(withoutRoom(slice, 'lost')), ['a'])
  })

  it('ignores the removal of what it does not hold', () => {
    const slice = upsert(emptySlice<Row>(), row('a', 1), rules)
    assert.equal(without(slice, 'x'), slice)
  })

  it('ends as a fresh fetch would show, whenever the answer comes', () => {
    const change = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      at: fc.integer({ min: 0, max: 9 }),
      open: fc.boolean(),
      gone: fc.boolean()
    })
    fc.assert(
      fc.property(fc.array(change), fc.nat(30), fc.nat(30), (history, one, other) => {
        const [asked, answered] = [Math.min(one, other), Math.max(one, other)].map((at) =>
          Math.min(at, history.length)
        )
        const server = new Map<string, Row>()
        const touched = new Map<string, Row | null>()
        let slice = emptySlice<Row>()
        let snapshot: Row[] = []
        const answerNow = () => (slice = joined(emptySlice<Row>(), answer(snapshot), touched, rules))
        history.forEach(({ id, at, open, gone }, index) => {
          if (index === asked) snapshot = fresh(server)
          if (index === answered) answerNow()
          const now = gone ? null : row(id, at, { open })
          if (now) server.set(id, now)
          else server.delete(id)
          if (index >= asked!) touched.set(id, now)
          slice = now ? upsert(slice, now, rules) : without(slice, id)
        })
        if (asked === history.length) snapshot = fresh(server)
        if (answered === history.length) answerNow()
        assert.deepEqual(slice.items, fresh(server))
        assert.equal(slice.total, slice.items.length)
      })
    )
  })
})

const fresh = (server: Map<string, Row>) => [...server.values()].filter(rules.belongs).sort(rules.compare)
