import type { Room } from '#lib/records.ts'

const BEGINS_AFTER = 6
const EDGE = 56
const SCROLL = 14

interface Held {
  room: Room
  width: number
  height: number
  /** Where in the card it was taken. */
  grip: { x: number; y: number }
}

/** One card under the pointer: it hangs where it was taken, and the lane below it opens a slot. */
export class CardDrag {
  #held = $state.raw<Held | null>(null)
  #at = $state.raw({ x: 0, y: 0 })
  #over = $state<string | null>(null)
  #drop: (room: Room, lane: string) => void
  #board: () => HTMLElement | undefined
  #end: (() => void) | null = null
  #frame = 0

  constructor(board: () => HTMLElement | undefined, drop: (room: Room, lane: string) => void) {
    this.#board = board
    this.#drop = drop
  }

  get held() {
    return this.#held
  }
  /** The name of the lane below. */
  get over() {
    return this.#over
  }
  get left() {
    return this.#at.x - (this.#held?.grip.x ?? 0)
  }
  get top() {
    return this.#at.y - (this.#held?.grip.y ?? 0)
  }

  /** Call at `pointerdown`. A mouse takes the card anywhere; a finger scrolls, and takes it by its grip. */
  take(event: PointerEvent, room: Room, card: HTMLElement, byGrip: boolean): void {
    if (event.button !== 0 || this.#end || (event.pointerType !== 'mouse' && !byGrip)) return
    if (!byGrip && (event.target as Element).closest('button')) return
    const box = card.getBoundingClientRect()
    const from = { x: event.clientX, y: event.clientY }
    const grip = { x: from.x - box.left, y: from.y - box.top }
    const held = { room, width: box.width, height: box.height, grip }
    const listen = new AbortController()
    const on = { signal: listen.signal }
    this.#end = () => listen.abort()
    addEventListener('pointermove', (move) => this.#move(move, from, held), on)
    addEventListener('pointerup', () => this.#release(true), on)
    addEventListener('pointercancel', () => this.#release(false), on)
    addEventListener('blur', () => this.#release(false), on)
    addEventListener('keydown', (key) => key.key === 'Escape' && this.#release(false), on)
  }

  stop(): void {
    this.#release(false)
  }

  #move({ clientX: x, clientY: y }: PointerEvent, from: { x: number; y: number }, held: Held): void {
    if (!this.#held && Math.hypot(x - from.x, y - from.y) < BEGINS_AFTER) return
    if (!this.#held) {
      getSelection()?.removeAllRanges()
      document.documentElement.classList.add('dragging')
      this.#frame = requestAnimationFrame(() => this.#scroll())
    }
    this.#held = held
    this.#at = { x, y }
    this.#over = laneAt(x, y)
  }

  #release(drops: boolean): void {
    const [held, over] = [this.#held, this.#over]
    this.#end?.()
    this.#end = null
    cancelAnimationFrame(this.#frame)
    this.#held = null
    this.#over = null
    document.documentElement.classList.remove('dragging')
    if (!held) return
    swallowClick()
    if (drops && over) this.#drop(held.room, over)
  }

  /** Near its edges the board, and the lane below, come towards the card. */
  #scroll(): void {
    const board = this.#board()
    if (!board || !this.#held) return
    board.scrollLeft += pull(this.#at.x, board.getBoundingClientRect(), 'left', 'right')
    const lane = board.querySelector(`[data-lane="${this.#over}"] .cards`)
    if (lane) lane.scrollTop += pull(this.#at.y, lane.getBoundingClientRect(), 'top', 'bottom')
    this.#over = laneAt(this.#at.x, this.#at.y)
    this.#frame = requestAnimationFrame(() => this.#scroll())
  }
}

const pull = (at: number, box: DOMRect, start: 'left' | 'top', end: 'right' | 'bottom') =>
  at < box[start] + EDGE ? -SCROLL : at > box[end] - EDGE ? SCROLL : 0

const laneAt = (x: number, y: number): string | null =>
  document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-lane]')?.dataset.lane ?? null

/** The click that follows letting go belongs to the drag, not to the link below. */
const swallowClick = () => {
  const swallow = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  addEventListener('click', swallow, { capture: true, once: true })
  setTimeout(() => removeEventListener('click', swallow, { capture: true }))
}
