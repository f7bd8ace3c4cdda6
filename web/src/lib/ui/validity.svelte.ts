import { m } from '#lib/paraglide/messages.js'

type Control = HTMLInputElement | HTMLTextAreaElement

/** What the browser objects to in a field, said under it in the viewer's language instead of a bubble in its own. */
export class Validity {
  #text = $state<string>()

  get text(): string | undefined {
    return this.#text
  }

  /** For `oninvalid`. The first field objected to takes the focus, as it would have. */
  object = (event: Event & { currentTarget: Control }): void => {
    event.preventDefault()
    const control = event.currentTarget
    this.#text = sentenceOn(control)
    if (control.form?.querySelector(':invalid:not(fieldset)') === control) control.focus()
  }

  /** For `oninput`. */
  forget = (): void => {
    this.#text = undefined
  }
}

const sentenceOn = ({ validity, type, minLength, validationMessage }: Control): string => {
  if (validity.valueMissing) return m.ui_required()
  if (validity.tooShort) return m.ui_too_short({ count: minLength })
  if (validity.typeMismatch && type === 'email') return m.ui_not_email()
  return validationMessage
}
