import assert from 'node:assert/strict'
import { sidesOf } from '#lib/contacts/sides.ts'
import type { User } from '#lib/records.ts'

const person = (zone: User['zone'], organizationId: string | null, active = true): User => ({
  id: crypto.randomUUID(),
  name: 'Kasia',
  zone,
  title: null,
  organizationId,
  organizationName: null,
  active
})

describe('the sides of an organization', () => {
  it('are those on which its active people sit', () => {
    const sides = sidesOf([
      person('partner', 'both'),
      person('client', 'both'),
      person('client', 'both'),
      person('client', 'left', false),
      person('staff', null)
    ])
    assert.deepEqual([...sides], [['both', ['client', 'partner']]])
  })
})
