import assert from 'node:assert/strict'
import { rowsOf, threadsOf } from '../../../web/src/lib/comments/threads.ts'
import type { Comment } from '../../../web/src/lib/records.ts'

const comment = (id: string, createdAt: string, parentId: string | null = null): Comment => ({
  id,
  createdAt,
  parentId,
  roomId: 'r',
  authorId: 'a',
  body: id,
  mentions: [],
  editedAt: null,
  can: { edit: false, remove: false, reply: true, audience: false }
})

describe('threads', () => {
  it('put answers under what they answer, oldest first', () => {
    const threads = threadsOf([comment('c', '3'), comment('b', '2', 'a'), comment('a', '1')])
    assert.deepEqual(
      threads.map(({ note, replies }) => [note.id, replies.map(({ id }) => id)]),
      [
        ['a', ['b']],
        ['c', []]
      ]
    )
  })

  it('let an answer stand alone when what it answers is not here', () => {
    const [thread] = threadsOf([comment('b', '2', 'gone')])
    assert.deepEqual([thread!.note.id, thread!.orphan], ['b', true])
  })

  it('are headed by days and parted once, before the first unread', () => {
    const threads = threadsOf([
      comment('a', '2026-11-23T10'),
      comment('b', '2026-11-24T10'),
      comment('c', '2026-11-24T11')
    ])
    const rows = rowsOf(threads, { dayOf: (at) => at.slice(0, 10), isUnread: ({ id }) => id !== 'a' })
    assert.deepEqual(
      rows.map(({ key }) => key),
      ['day 2026-11-23', 'a', 'unread', 'day 2026-11-24', 'b', 'c']
    )
  })
})
