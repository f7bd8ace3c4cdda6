import assert from 'node:assert/strict'
import { changesOf, formOf, numberOf } from '../../../web/src/lib/rooms/room-form.ts'
import type { Room } from '../../../web/src/lib/records.ts'

const room = {
  title: 'Okna',
  description: '',
  place: null,
  progress: 20,
  cost: 84600.5,
  dueAt: '2026-12-01'
} as Room

describe("a room's form", () => {
  it('sends only what was changed', () => {
    assert.deepEqual(changesOf(room, formOf(room)), {})
    assert.deepEqual(changesOf(room, { ...formOf(room), title: 'Drzwi', dueAt: null }), {
      title: 'Drzwi',
      dueAt: null
    })
  })

  it('reads numbers as they are written in Poland', () => {
    assert.equal(numberOf('84 600,50'), 84600.5)
    assert.equal(formOf(room).cost, '84600,5')
    assert.deepEqual(changesOf(room, { ...formOf(room), cost: '' }), { cost: null })
  })
})
