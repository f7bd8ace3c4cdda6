import assert from 'node:assert/strict'
import { cardsIn, type Move, shiftIn, told } from '../../../web/src/lib/boards/moves.ts'
import { roomOrder } from '../../../web/src/lib/boards/query.ts'
import { sumsOf } from '../../../web/src/lib/boards/sums.ts'
import type { Room } from '../../../web/src/lib/records.ts'

const room = (id: string, more: Partial<Room> = {}) => ({ id, status: 'todo', ...more }) as Room

describe('the sums of a stage', () => {
  it('weigh each value by its chance', () => {
    const rooms = [
      room('a', { value: 38000, probability: 20 }),
      room('b', { value: 0.1, probability: 100 }),
      room('c', { value: 0.2, probability: null }),
      room('d', { value: null, probability: 90 })
    ]
    assert.deepEqual(sumsOf(rooms), { value: 38000.3, weighted: 7600.1 })
    assert.deepEqual(sumsOf([]), { value: 0, weighted: 0 })
  })

  it('count what is won whole when nobody gave its chance', () => {
    assert.equal(sumsOf([room('a', { value: 100, stage: 'won' })]).weighted, 100)
    assert.equal(sumsOf([room('a', { value: 100, stage: 'lost' })]).weighted, 0)
  })
})

describe('a card that was moved', () => {
  const order = roomOrder({ dueAt: 1 })
  const card = room('b', { dueAt: '2026-12-02' })
  const moved: Move = { room: { ...card, status: 'doing' }, from: 'todo', to: 'doing', waits: true }
  const moves = new Map([['b', moved]])

  it('stands at once where it belongs, and nowhere twice', () => {
    const doing = [room('c', { dueAt: '2026-12-01' }), room('d', { dueAt: '2026-12-03' })]
    assert.deepEqual(cardsIn('todo', [room('a'), card], moves, order), [room('a')])
    assert.deepEqual(
      cardsIn('doing', doing, moves, order).map(({ id }) => id),
      ['c', 'b', 'd']
    )
    assert.deepEqual(cardsIn('doing', [moved.room], moves, order), [moved.room])
  })

  it('is counted there until the lanes know of it themselves', () => {
    assert.deepEqual([shiftIn('todo', moves), shiftIn('doing', moves), shiftIn('done', moves)], [-1, 1, 0])
    const known = told(moved, { ...moved.room }, 'status', true)!
    assert.equal(shiftIn('doing', new Map([['b', known]])), 0)
  })

  it('stays there while others change it elsewise, and goes where they move it after that', () => {
    const renamed = told(moved, { ...card, title: 'Drzwi' }, 'status', true)!
    assert.deepEqual([renamed.to, renamed.room.status, renamed.room.title, renamed.waits], ['doing', 'doing', 'Drzwi', true]) // prettier-ignore
    const known = told(renamed, { ...card, status: 'doing' }, 'status', true)!
    assert.equal(told(known, { ...card, status: 'done' }, 'status', true)!.to, 'done')
  })

  it('is let go when it no longer belongs to the page', () => {
    assert.equal(told(moved, card, 'status', false), null)
  })
})
