import { drafts } from '#lib/live/drafts.ts'

/**
 * What is written in a form, kept on this device from the first change on, so that neither a reload nor a stray click
 * loses it. Make it while a component is made.
 */
export class FormDraft<T extends object> {
  value = $state() as T
  #restored = $state(false)
  #fresh: () => T
  #begun: string
  #forget: () => void

  /** `fresh` makes the untouched form; what an older version of the form did not have is taken from it. */
  constructor(owner: string, place: string, fresh: () => T) {
    const kept = drafts.read<T>(owner, place)
    this.#fresh = fresh
    const untouched = fresh()
    this.#begun = JSON.stringify(untouched)
    this.#restored = kept !== null
    this.value = { ...untouched, ...kept }
    this.#forget = () => drafts.write(owner, place, null)
    $effect(() => drafts.write(owner, place, this.dirty ? this.value : null))
  }

  get dirty() {
    return JSON.stringify(this.value) !== this.#begun
  }
  /** It was written before this form was opened. */
  get restored() {
    return this.#restored && this.dirty
  }

  /** Back to the untouched form. */
  discard(): void {
    this.value = this.#fresh()
    this.#begun = JSON.stringify(this.value)
    this.#restored = false
    this.#forget()
  }
}
