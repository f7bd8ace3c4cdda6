import assert from 'node:assert/strict'
import { audienceOf, partiesOf, reachOf } from '#lib/news/audience.ts'
import type { User } from '#lib/records.ts'

const person = (name: string, zone: User['zone'], organization: string | null, active = true): User => ({
  id: name,
  name,
  zone,
  title: null,
  organizationId: organization && organization.toLowerCase(),
  organizationName: organization,
  active
})

describe('the audience of news', () => {
  it('is the same choice after it was saved', () => {
    for (const reach of ['staff', 'client', 'partner', 'everyone'] as const)
      assert.equal(reachOf(audienceOf(reach, ['client:x'])), reach)
    assert.equal(reachOf(audienceOf('named', ['client:x'])), 'named')
    assert.equal(reachOf(['client', 'partner:x']), 'named')
  })

  it('names the parties that have somebody to read, once each', () => {
    const people = [
      person('Kasia', 'client', 'Saldomiar'),
      person('Tomek', 'client', 'Saldomiar'),
      person('Marek', 'partner', 'Iskrzak'),
      person('Ewa', 'partner', 'Stolarnia', false),
      person('Ola', 'staff', null)
    ]
    assert.deepEqual(partiesOf(people), [
      { party: 'partner:iskrzak', name: 'Iskrzak' },
      { party: 'client:saldomiar', name: 'Saldomiar' }
    ])
  })
})
