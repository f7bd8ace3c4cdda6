import { type LiveCollection, collection } from '#lib/live/collection.svelte.ts'
import type { Comment, News, Notification } from '#lib/records.ts'

const MOST = 200

/** The comments that notifications speak of, by their ids: what is not (or no longer) for the viewer stays out. */
export const saidIn = (list: () => readonly Notification[]): LiveCollection<Comment> =>
  collection<Comment>(() => {
    const ids = list()
      .filter(({ service }) => service === 'comments')
      .map(({ recordId }) => recordId)
    return ids.length > 0
      ? { service: 'comments', query: { id: { $in: ids.slice(0, MOST).sort() }, $limit: MOST } }
      : null
  })

/** The news that notifications speak of. */
export const newsIn = (list: () => readonly Notification[]): LiveCollection<News> =>
  collection<News>(() => {
    const ids = list()
      .filter(({ service }) => service === 'news')
      .map(({ recordId }) => recordId)
    return ids.length > 0
      ? { service: 'news', query: { id: { $in: ids.slice(0, MOST).sort() }, $limit: MOST } }
      : null
  })
