import { directory } from '#lib/live/directory.svelte.ts'
import type { Room, RoomKind } from '#lib/records.ts'
import { reads } from '#lib/shell/reads.svelte.ts'

const tasks = directory<Room>('tasks')
const sales = directory<Room>('sales-activities')

/** A room by its id alone: from the viewer's own rooms, else asked for; undefined while or where it is not known. */
export const roomOf = (id: string): { id: string; kind: RoomKind; title: string } | undefined => {
  const mine = reads.value?.data.find(({ roomId }) => roomId === id)
  return mine ? { id, kind: mine.kind, title: mine.title } : (tasks.get(id) ?? sales.get(id))
}
