import assert from 'node:assert/strict'
import { type Entry, Queue, type Store } from '../../../web/src/lib/live/queue.ts'

const memory = (): Store => {
  const map = new Map<string, string>()
  return {
    get length() {
      return map.size
    },
    key: (index) => [...map.keys()][index] ?? null,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key)
  }
}
const entry = (requestId: string, at: string): Entry => ({
  requestId,
  at,
  service: 'comments',
  data: { body: requestId },
  state: 'waiting'
})

describe('the queue of waiting writes', () => {
  it('survives a reload with its request id, oldest first', () => {
    const store = memory()
    new Queue(store, 'ola').put(entry('second', '2026-11-24T10:00:00Z'))
    new Queue(store, 'ola').put(entry('first', '2026-11-24T09:00:00Z'))
    assert.deepEqual(
      new Queue(store, 'ola').all().map(({ requestId }) => requestId),
      ['first', 'second']
    )
  })

  it('keeps two people on one device apart', () => {
    const store = memory()
    new Queue(store, 'ola').put(entry('a', '1'))
    assert.deepEqual(new Queue(store, 'kasia').all(), [])
    new Queue(store, 'kasia').clear()
    assert.equal(new Queue(store, 'ola').all().length, 1)
  })
})
