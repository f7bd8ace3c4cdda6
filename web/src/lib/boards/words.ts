import { session } from '#lib/live/session.svelte.ts'
import { m } from '#lib/paraglide/messages.js'
import type { RoomKind, Stage, Status } from '#lib/records.ts'
import { stages, stageWord, statusWord } from '#lib/rooms/rooms.ts'
import { longDay } from '#lib/time/format.ts'
import type { Due, Sort } from './filters.ts'
import { nearness } from './weeks.ts'

const isStage = (lane: string): lane is Stage => (stages as string[]).includes(lane)

/** The name of a lane: a stage or a status. */
export const laneWord = (lane: string): string =>
  isStage(lane) ? stageWord(lane) : statusWord(lane as Status)

/** What the page is called: externals know their matters and offers, not our tasks and sales. */
export const titleOf = (kind: RoomKind): string => {
  if (kind === 'task') return session.isStaff ? m.tasks_title() : m.nav_matters()
  return session.isStaff ? m.sales_title() : m.nav_offers()
}

export const dueWord = (due: Due): string =>
  ({ late: m.boards_due_late, week: m.boards_due_week, none: m.boards_due_none })[due]()

export const sortWord = (sort: Sort): string =>
  ({
    due: m.boards_sort_due,
    priority: m.boards_sort_priority,
    title: m.boards_sort_title,
    created: m.boards_sort_created,
    progress: m.boards_sort_progress,
    value: m.boards_sort_value
  })[sort]()

/** The heading of a week: 'Ten tydzień', 'Tydzień od 7 grudnia'. */
export const weekWord = (week: string, today: string): string => {
  if (week === 'none') return m.boards_week_none()
  if (week === 'before') return m.boards_week_before()
  const near = nearness(week, today)
  if (near === 'this') return m.boards_week_this()
  return near === 'next' ? m.boards_week_next() : m.boards_week_from({ day: longDay(week) })
}
