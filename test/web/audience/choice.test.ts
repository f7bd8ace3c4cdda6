import assert from 'node:assert/strict'
import { audienceOf, choiceOf, choicesAmong } from '../../../web/src/lib/audience/choice.ts'
import { covers } from '../../../web/src/lib/audience/audience.ts'

const here = ['client:a', 'client:b', 'partner:p']

describe('choosing who reads', () => {
  it('offers only choices that differ', () => {
    assert.deepEqual(choicesAmong([]), ['internal'])
    assert.deepEqual(choicesAmong(['client:a']), ['internal', 'client'])
    assert.deepEqual(choicesAmong(here), ['internal', 'client', 'partner', 'everyone', 'org'])
  })

  it('stands for the parties now in the room', () => {
    assert.deepEqual(audienceOf({ look: 'client', parties: [] }, here), ['client:a', 'client:b'])
    assert.deepEqual(audienceOf({ look: 'everyone', parties: [] }, here), here)
    assert.deepEqual(audienceOf({ look: 'internal', parties: [] }, here), [])
  })

  it('leaves out a picked party that is gone', () => {
    assert.deepEqual(audienceOf({ look: 'org', parties: ['client:a', 'client:gone'] }, here), ['client:a'])
  })

  it('never becomes wider than the audience it comes from', () => {
    for (const audience of [[], ['client:a'], ['client:a', 'partner:p'], ['client:gone'], here]) {
      assert.ok(covers(audience, audienceOf(choiceOf(audience, here), here)), audience.join())
    }
  })

  it("understands the words of a room's default", () => {
    assert.equal(choiceOf(['client'], here).look, 'client')
    assert.equal(choiceOf(['client', 'partner'], here).look, 'everyone')
  })
})
