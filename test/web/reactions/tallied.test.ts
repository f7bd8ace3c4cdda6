import assert from 'node:assert/strict'
import type { Reaction, Sign } from '#lib/records.ts'
import { tallied } from '#lib/reactions/tallied.ts'

const one = (id: string, sign: Sign, authorId: string) => ({ id, sign, authorId }) as Reaction

describe('the signs under a comment', () => {
  it('are counted by sign, the first set standing first, and one’s own is known', () => {
    const reactions = [one('1', 'great', 'ola'), one('2', 'agreed', 'kasia'), one('3', 'great', 'kasia')]
    assert.deepEqual(tallied(reactions, 'kasia'), [
      { sign: 'great', authors: ['ola', 'kasia'], mine: reactions[2] },
      { sign: 'agreed', authors: ['kasia'], mine: reactions[1] }
    ])
    assert.deepEqual(tallied([], 'kasia'), [])
  })
})
