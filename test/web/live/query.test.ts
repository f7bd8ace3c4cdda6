import assert from 'node:assert/strict'
import { localPart, matches, needsServer, orderOf } from '../../../web/src/lib/live/query.ts'

describe('a query judged on this side', () => {
  it('matches equality, null and operators as the server does', () => {
    const item = { status: 'todo', archivedAt: null, progress: 40, dueAt: '2026-12-01' }
    assert.ok(matches({ status: 'todo', archivedAt: null, $limit: 5 })(item))
    assert.ok(matches({ status: { $in: ['todo', 'doing'] }, dueAt: { $lt: '2026-12-24' } })(item))
    assert.ok(!matches({ progress: { $gt: 40 } })(item))
    assert.ok(!matches({ status: { $nin: ['todo'] } })(item))
    assert.ok(!matches({ archivedAt: { $ne: null } })(item))
  })

  it('takes a missing field for null', () => {
    assert.ok(matches({ parentId: null })({}))
  })

  it('matches nothing by an operator it does not know', () => {
    assert.ok(!matches({ title: { $like: '%' } })({ title: 'a' }))
  })

  it('leaves searching to the server', () => {
    assert.ok(needsServer({ search: 'x' }))
    assert.ok(!needsServer({ roomId: 'x' }))
    assert.deepEqual(localPart({ search: 'x', participantId: 'y', status: 'todo' }), { status: 'todo' })
  })

  it('puts what has no value last, whichever way it sorts', () => {
    const items = [
      { id: '1', at: null },
      { id: '2', at: 5 },
      { id: '3', at: 2 }
    ]
    const sorted = (direction: number) => items.toSorted(orderOf({ at: direction })).map(({ id }) => id)
    assert.deepEqual(sorted(1), ['3', '2', '1'])
    assert.deepEqual(sorted(-1), ['2', '3', '1'])
  })
})
