import assert from 'node:assert/strict'
import { mentionAt, mentionedIn, named } from '../../../web/src/lib/comments/mentions.ts'

const people = [
  { id: '1', name: 'Paweł Gil' },
  { id: '2', name: 'Ola Wrona' }
]

describe('mentioning', () => {
  it('begins with an @ at the start of a word', () => {
    assert.deepEqual(mentionAt('Cześć @Ol', 9), { from: 6, search: 'Ol' })
    assert.equal(mentionAt('ola@firma', 9), null)
    assert.equal(mentionAt('Cześć @Ola jest tu', 18), null)
  })

  it('finds a name by any of its words, whatever the accents', () => {
    assert.deepEqual(
      named(people, 'pawel').map(({ id }) => id),
      ['1']
    )
    assert.deepEqual(
      named(people, 'wro').map(({ id }) => id),
      ['2']
    )
    assert.equal(named(people, '').length, 2)
  })

  it('counts those whose name still stands in the text', () => {
    assert.deepEqual(mentionedIn('@Ola Wrona, dzięki', people), ['2'])
  })
})
