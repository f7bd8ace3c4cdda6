import { service } from '#lib/live/client.ts'
import type { LiveCollection } from '#lib/live/collection.svelte.ts'
import { live } from '#lib/live/live.svelte.ts'
import { session } from '#lib/live/session.svelte.ts'
import type { Comment } from '#lib/records.ts'
import { reads } from '#lib/shell/reads.svelte.ts'

/**
 * How far this viewer had read when they came, what has come since, and telling the server that it is read: while
 * the page is visible and has the focus.
 */
export class Reading {
  #room: () => string
  #comments: () => LiveCollection<Comment>
  /** Read up to here at the time of coming in; null: not a participant, or never read. */
  #since = $state<string | null>(null)
  #known = $state(false)
  #seen = new Set<string>()
  #arrived = $state.raw<ReadonlySet<string>>(new Set())
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(room: () => string, comments: () => LiveCollection<Comment>) {
    this.#room = room
    this.#comments = comments
    $effect(() => this.#enter(room()))
    $effect(() => {
      const page = reads.value
      if (!page || this.#known) return
      const mine = page.data.find(({ roomId }) => roomId === room())
      this.#since = mine?.unread ? (mine.readAt ?? '') : null
      this.#known = true
    })
    $effect(() => this.#notice(this.#comments().items))
    $effect(() => () => clearTimeout(this.#timer))
  }

  /** Whether it is known where the viewer stopped reading. */
  get known() {
    return this.#known
  }
  /** Comments of others that came while the room was open and have not been on screen yet. */
  get arrived() {
    return this.#arrived
  }

  isUnread = ({ authorId, createdAt }: Comment): boolean =>
    this.#since !== null && createdAt > this.#since && authorId !== session.me.id

  /** These were on screen. */
  saw(ids: Iterable<string>): void {
    const left = new Set(this.#arrived)
    for (const id of ids) left.delete(id)
    if (left.size < this.#arrived.size) this.#arrived = left
  }

  /** Tells the server, a moment later, that the room is read. */
  mark = (): void => {
    if (document.visibilityState !== 'visible' || !document.hasFocus()) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      if (live.online && !session.viewedBy)
        service('reads')
          .create({ roomId: this.#room() })
          .catch(() => {})
    }, 900)
  }

  #enter(_room: string): () => void {
    this.#known = false
    this.#since = null
    this.#seen = new Set()
    this.#arrived = new Set()
    window.addEventListener('focus', this.mark)
    document.addEventListener('visibilitychange', this.mark)
    return () => {
      window.removeEventListener('focus', this.mark)
      document.removeEventListener('visibilitychange', this.mark)
    }
  }

  #notice(items: readonly Comment[]): void {
    if (this.#comments().loading || !this.#known) return
    const first = this.#seen.size === 0
    const newest = first
      ? []
      : items.filter((item) => !this.#seen.has(item.id) && item.createdAt > this.#latest)
    for (const { id, createdAt } of items) {
      this.#seen.add(id)
      if (createdAt > this.#latest) this.#latest = createdAt
    }
    const foreign = newest.filter(({ authorId }) => authorId !== session.me.id)
    if (foreign.length > 0) this.#arrived = new Set([...this.#arrived, ...foreign.map(({ id }) => id)])
    this.mark()
  }

  #latest = ''
}
