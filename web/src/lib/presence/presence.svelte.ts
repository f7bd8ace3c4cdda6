import { service } from '#lib/live/client.ts'
import { live } from '#lib/live/live.svelte.ts'
import { session } from '#lib/live/session.svelte.ts'
import type { Party, Presence } from '#lib/records.ts'

const BEAT = 20_000

/** Who is in a room now, and telling others that we are. Ephemeral: nothing of it is kept anywhere. */
export class RoomPresence {
  #people = $state.raw<Presence['people']>([])
  #typing: Party[] | null = null
  #room = ''

  constructor(room: () => string) {
    $effect(() => this.#stay(room()))
  }

  /** Everyone here but us. */
  get others() {
    return this.#people.filter(({ userId }) => userId !== session.me.id)
  }
  isHere(userId: string): boolean {
    return userId === session.me.id || this.#people.some((one) => one.userId === userId)
  }
  get typing() {
    return this.others.filter(({ typing }) => typing).map(({ userId }) => userId)
  }

  /** Says that we write to these readers; null: that we stopped. */
  type(audience: readonly Party[] | null): void {
    const next = audience && [...audience]
    if (JSON.stringify(next) === JSON.stringify(this.#typing)) return
    this.#typing = next
    void this.#beat()
  }

  #stay(room: string): () => void {
    this.#room = room
    this.#people = []
    this.#typing = null
    const timer = setInterval(() => void this.#beat(), BEAT)
    const stop = live.follow({
      change: ({ service, data }) =>
        service === 'presence' && data.id === room && this.#hear(data as Presence),
      reset: () => {},
      resume: () => void this.#beat()
    })
    const back = () => void this.#beat()
    document.addEventListener('visibilitychange', back)
    void this.#beat()
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', back)
      stop()
      if (live.online)
        service('presence')
          .remove(room)
          .catch(() => {})
    }
  }

  async #beat(): Promise<void> {
    const room = this.#room
    if (!live.online || document.visibilityState === 'hidden') return
    const typing = this.#typing && (session.isStaff ? { audience: this.#typing } : {})
    try {
      const heard = await service<Presence>('presence').create({ roomId: room, typing })
      if (room === this.#room) this.#hear(heard)
    } catch {
      // Presence is a courtesy: the next beat tries again.
    }
  }

  #hear({ people }: Presence): void {
    this.#people = people
  }
}
