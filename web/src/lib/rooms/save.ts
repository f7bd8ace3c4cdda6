import { service } from '#lib/live/client.ts'
import { failure } from '#lib/live/failure.ts'
import { m } from '#lib/paraglide/messages.js'
import type { Room } from '#lib/records.ts'
import { toasts } from '#lib/ui/toasts.svelte.ts'

/** Changes a room in place; the stream brings the result, a refusal is said in a toast. */
export const saveRoom = async (name: string, id: string, data: Partial<Room>): Promise<boolean> => {
  try {
    await service<Room>(name).patch(id, data)
    return true
  } catch (error) {
    toasts.warn(failure(error).message ?? m.live_no_answer())
    return false
  }
}
