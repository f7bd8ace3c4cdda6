import type { Room } from '#lib/records.ts'
import type { Field } from './query.ts'

/** A card that was moved here: it stays where it was put, whatever part of the lane is loaded. */
export interface Move {
  room: Room
  from: string
  to: string
  /** Until the stream brings it, the lanes' own counts do not know of it. */
  waits: boolean
}

/** The cards of one lane: what the server says, with those that were moved. */
export const cardsIn = (
  lane: string,
  loaded: readonly Room[],
  moves: ReadonlyMap<string, Move>,
  order: (one: Room, other: Room) => number
): Room[] => {
  const moved = [...moves.values()].filter(({ to }) => to === lane).map(({ room }) => room)
  const stayed = loaded.filter(({ id }) => !moves.has(id))
  return moved.length > 0 ? [...stayed, ...moved].sort(order) : stayed
}

/** How many more, or fewer, a lane has than its own count says. */
export const shiftIn = (lane: string, moves: ReadonlyMap<string, Move>): number =>
  [...moves.values()]
    .filter(({ waits }) => waits)
    .reduce((sum, { from, to }) => sum + Number(to === lane) - Number(from === lane), 0)

/** What a moved card becomes when the stream tells of its room; null: it need not be held any longer. */
export const told = (move: Move, room: Room, field: Field, belongs: boolean): Move | null => {
  if (!belongs) return null
  const at = room[field] as string
  if (at === move.to || !move.waits) return { ...move, room, to: at, waits: false }
  return { ...move, room: { ...room, [field]: move.to } }
}
