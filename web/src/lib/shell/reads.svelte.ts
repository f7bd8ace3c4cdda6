import { LiveAnswer } from '#lib/live/answer.svelte.ts'
import { service, type Page } from '#lib/live/client.ts'
import type { Change } from '#lib/live/feed.ts'
import type { Notification, Read } from '#lib/records.ts'

const mayCount = ({ service }: Change) =>
  ['reads', 'comments', 'links', 'files', 'participants', 'tasks', 'sales-activities'].includes(service)

/** The viewer's rooms, last active first, with what is unread in each. Opened by the shell. */
export const reads = new LiveAnswer<Page<Read>>()
export const openReads = () =>
  reads.open({ ask: () => service<Read>('reads').find({ query: { $limit: 50 } }), when: mayCount })

/** The inbox's unread count. Opened by the shell. */
export const inbox = new LiveAnswer<Page<Notification> & { unread: number }>()
export const openInbox = () =>
  inbox.open({
    ask: () =>
      service<Notification>('notifications').find({ query: { $limit: 1 } }) as Promise<
        Page<Notification> & { unread: number }
      >
  })

export const unreadIn = (roomId: string): number =>
  reads.value?.data.find((read) => read.roomId === roomId)?.unread ?? 0
