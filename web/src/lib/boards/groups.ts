import type { LiveCollection } from '#lib/live/collection.svelte.ts'
import type { Room } from '#lib/records.ts'
import { dayOf, today } from '#lib/time/format.ts'
import type { Board } from './board.svelte.ts'
import type { Sums } from './sums.ts'
import { laneWord, weekWord } from './words.ts'
import { weeksOfRooms } from './weeks.ts'

/** One part of a list, with its heading. */
export interface ListGroup {
  key: string
  /** Absent where the list is not grouped. */
  word: string | null
  /** The lane it is, when it is one. */
  lane: string | null
  rooms: readonly Room[]
  /** Unknown while the last group may go on in a part not loaded. */
  total: number | null
  sums: Sums | null
  /** What more of this group is loaded from. */
  list: LiveCollection<Room> | null
}

export const groupsOf = (board: Board): ListGroup[] => {
  if (board.inLanes) return laneGroups(board)
  const { items, hasMore, total } = board.row
  const whole = { key: 'all', word: null, lane: null, rooms: items, total, sums: null, list: board.row }
  if (board.filters.group === 'none') return [whole]
  const weeks = weeksOfRooms(items, today(), dayOf)
  return weeks.map(({ week, rooms }, at) => {
    const last = at === weeks.length - 1
    return {
      ...whole,
      key: week,
      word: weekWord(week, today()),
      rooms,
      total: last && hasMore ? null : rooms.length,
      list: last ? board.row : null
    }
  })
}

const laneGroups = (board: Board): ListGroup[] =>
  board.lanes
    .filter(({ total }) => total > 0)
    .map(({ name, list, cards, total, sums }) => ({
      key: name,
      word: laneWord(name),
      lane: name,
      rooms: cards,
      total,
      sums: board.summed ? sums : null,
      list
    }))
