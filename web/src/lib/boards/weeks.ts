import { shiftDay } from '#lib/calendar/month.ts'
import type { Room } from '#lib/records.ts'
import { mondayOf } from './due.ts'

/** `before` this week, a week's Monday, or `none` without a date. */
export interface WeekGroup {
  week: string
  rooms: Room[]
}

/** Rooms in the order of their dates, parted by weeks. `dayOf` gives the viewer's day of a moment. */
export const weeksOfRooms = (
  rooms: readonly Room[],
  today: string,
  dayOf: (value: string) => string
): WeekGroup[] => {
  const first = mondayOf(today)
  const week = ({ dueAt }: Room) => {
    if (!dueAt) return 'none'
    const monday = mondayOf(dayOf(dueAt))
    return monday < first ? 'before' : monday
  }
  return [...Map.groupBy(rooms, week)].map(([week, rooms]) => ({ week, rooms }))
}

/** How a week stands to the present one. */
export const nearness = (week: string, today: string): 'this' | 'next' | 'later' =>
  week === mondayOf(today) ? 'this' : week === shiftDay(mondayOf(today), 7) ? 'next' : 'later'
