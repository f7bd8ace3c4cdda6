import assert from 'node:assert/strict'
import { clientsWaiting } from '#lib/home/waiting.ts'
import type { Comment } from '#lib/records.ts'

const people: Record<string, string | null> = {
  kasia: 'client:saldomiar',
  tomek: 'client:saldomiar',
  piotr: 'client:rumiankowa',
  ola: null,
  marek: null
}
const partyOf = (id: string) => people[id] ?? null
const isStaff = (id: string) => id === 'ola'

const said = (minute: number, authorId: string, audience: string[], roomId = 'kitchen'): Comment => ({
  id: `${roomId}-${minute}`,
  roomId,
  parentId: null,
  authorId,
  body: '',
  mentions: [],
  createdAt: `2026-11-24T10:${String(minute).padStart(2, '0')}:00.000Z`,
  editedAt: null,
  audience,
  can: { edit: false, remove: false, reply: true, audience: false }
})
const waiting = (...comments: Comment[]) =>
  clientsWaiting(comments, partyOf, isStaff).map(({ comment, since }) => [comment.id, since.slice(14, 16)])

describe('clients who wait for a reply', () => {
  it('wait from the first thing nobody answered, shown by the newest', () => {
    const list = [said(9, 'tomek', ['client:saldomiar']), said(5, 'kasia', ['client:saldomiar'])]
    assert.deepEqual(waiting(...list), [['kitchen-9', '05']])
  })

  it('are answered by the firm where they can read it', () => {
    const asked = said(1, 'kasia', ['client:saldomiar'])
    assert.deepEqual(waiting(asked, said(2, 'ola', ['client:saldomiar'])), [])
    assert.deepEqual(waiting(asked, said(2, 'ola', [])), [['kitchen-1', '01']])
    assert.deepEqual(waiting(asked, said(2, 'ola', ['client:rumiankowa'])), [['kitchen-1', '01']])
  })

  it('are not answered by a partner or in another room', () => {
    const asked = said(1, 'kasia', ['client:saldomiar'])
    assert.equal(waiting(asked, said(2, 'marek', ['client:saldomiar'])).length, 1)
    assert.equal(waiting(asked, said(2, 'ola', ['client:saldomiar'], 'stairs')).length, 1)
  })

  it('stand with the longest waiting first', () => {
    const later = said(8, 'piotr', ['client:rumiankowa'], 'stairs')
    const earlier = said(3, 'kasia', ['client:saldomiar'])
    assert.deepEqual(waiting(later, earlier), [
      ['kitchen-3', '03'],
      ['stairs-8', '08']
    ])
  })
})
