import assert from 'node:assert/strict'
import { changesOf, emptyRoom, formOf, notNumbers, numberOf } from '../../../web/src/lib/rooms/room-form.ts'
import type { Room } from '../../../web/src/lib/records.ts'

const room = {
  title: 'Okna',
  description: '',
  place: null,
  progress: 20,
  cost: 84600.5,
  dueAt: '2026-12-01',
  status: 'doing',
  priority: 'high',
  defaultAudience: ['client']
} as Partial<Room> as Room

describe("a room's form", () => {
  it('sends only what was changed', () => {
    assert.deepEqual(changesOf(room, formOf(room)), {})
    assert.deepEqual(changesOf(room, { ...formOf(room), title: 'Drzwi', dueAt: null }), {
      title: 'Drzwi',
      dueAt: null
    })
    assert.deepEqual(changesOf(room, { ...formOf(room), defaultAudience: [], private: true }), {
      defaultAudience: [],
      private: true
    })
  })

  it('reads numbers as they are written in Poland', () => {
    assert.equal(numberOf('84 600,50'), 84600.5)
    assert.equal(formOf(room).cost, '84600,5')
    assert.deepEqual(changesOf(room, { ...formOf(room), cost: '' }), { cost: null })
  })

  it('knows where no number stands', () => {
    assert.deepEqual(notNumbers({ ...formOf(room), value: 'dużo', estimate: '12 000,5' }), ['value'])
    assert.deepEqual(notNumbers(formOf(room)), [])
  })

  it('says of a new room only what differs from an empty one, and nothing of sales for a task', () => {
    const task = { ...formOf(emptyRoom('task')), title: ' Okna ', status: 'done' as const }
    assert.deepEqual(changesOf(emptyRoom('task'), task), { title: 'Okna', status: 'done' })
    const sale = { ...formOf(emptyRoom('sales-activity')), title: 'Okna', stage: 'offer' as const }
    assert.deepEqual(changesOf(emptyRoom('sales-activity'), sale), { title: 'Okna', stage: 'offer' })
  })
})
