import assert from 'node:assert/strict'
import type { EarlierRecord } from '#lib/records.ts'
import { chosenOf, showNothing, withParents } from '#lib/participants/earlier.ts'

const record = (id: string, parentId: string | null = null) => ({ id, parentId }) as EarlierRecord
const talk = [record('a'), record('b', 'a'), record('c', 'gone')]

describe('picking what to show a newcomer', () => {
  it('takes along what an answer answers, and leaves the answers of what is left out', () => {
    assert.deepEqual(withParents(talk, [], 'b', true), ['a', 'b'])
    assert.deepEqual(withParents(talk, [], 'c', true), ['c'])
    assert.deepEqual(withParents(talk, ['a', 'b', 'c'], 'a', false), ['c'])
  })

  it('shows nothing where nothing is picked', () => {
    assert.equal(chosenOf(showNothing), 'nothing')
    assert.equal(chosenOf({ how: 'picked', ids: [] }), 'nothing')
    assert.deepEqual(chosenOf({ how: 'picked', ids: ['a'] }), ['a'])
  })
})
