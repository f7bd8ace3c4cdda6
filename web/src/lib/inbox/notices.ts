import { type Page, service } from '#lib/live/client.ts'
import type { Notification } from '#lib/records.ts'
import { hrefOf } from '#lib/rooms/rooms.ts'
import { inbox } from '#lib/shell/reads.svelte.ts'
import { roomOf } from './rooms.svelte.ts'

export type Inbox = Page<Notification> & { unread: number }

export const findNotices = ($limit: number) =>
  service<Notification>('notifications').find({ query: { $limit } }) as Promise<Inbox>

/** Where a notification leads; undefined while its room is not known. */
export const hrefOfNotice = ({ kind, roomId, service, recordId }: Notification): string | undefined => {
  if (kind === 'news') return `/news#${recordId}`
  const room = roomId ? roomOf(roomId) : undefined
  const place =
    { comments: `#comment-${recordId}`, decisions: `#decision-${recordId}`, exports: '#documentation' }[
      service
    ] ?? ''
  return room && hrefOf(room) + place
}

/** Reading one tells no one, so the count in the navigation is asked for again. */
export const markRead = async (notice: Notification): Promise<void> => {
  if (notice.read) return
  await service<Notification>('notifications').patch(notice.id, { read: true })
  void inbox.ask()
}

export const markAllRead = () => service('reads').create({ all: true })
