import assert from 'node:assert/strict'
import { covers, lookOf, partsOf, sameAudience, splitEdge } from '../../../web/src/lib/audience/audience.ts'

const here = ['client:a', 'client:b', 'partner:p']

describe('an audience on screen', () => {
  it('is internal when nobody outside is in it', () => {
    assert.equal(lookOf([], here), 'internal')
  })

  it('is clients only when all clients now in the room are in it', () => {
    assert.deepEqual(partsOf(['client:a', 'client:b'], here), [{ look: 'client' }])
    assert.deepEqual(partsOf(['client:a'], here), [{ look: 'org', party: 'client:a' }])
  })

  it('is everyone when every party is in it', () => {
    assert.equal(lookOf(here, here), 'everyone')
    assert.equal(lookOf(['client:a', 'client:b'], ['client:a', 'client:b']), 'client')
  })

  it('shows a mixed set by its parts, with a split edge', () => {
    const set = ['client:a', 'partner:p']
    assert.deepEqual(
      partsOf(set, here).map(({ look }) => look),
      ['partner', 'org']
    )
    assert.match(splitEdge(set, here)!, /^linear-gradient\(var\(--partner\) 0% 50%, var\(--org\) 50% 100%\)$/)
    assert.equal(splitEdge(['client:a'], here), undefined)
  })

  it('names a party that has left the room by its own name', () => {
    assert.deepEqual(partsOf(['partner:gone'], here), [{ look: 'org', party: 'partner:gone' }])
  })

  it('understands the words of whole zones', () => {
    assert.equal(lookOf(['client'], []), 'client')
    assert.equal(lookOf(['client', 'partner'], []), 'everyone')
    assert.ok(covers(['client'], ['client:a']))
    assert.ok(!covers(['client:a'], ['client']))
    assert.ok(sameAudience(['client:a', 'partner:p'], ['partner:p', 'client:a']))
  })
})
