/** A template literal whose values are escaped unless they were made by it. */
export class Html {
  #text: string

  constructor(text: string) {
    this.#text = text
  }

  toString() {
    return this.#text
  }
}

type Value = string | number | Html | Html[] | null | undefined | false

export const html = (strings: TemplateStringsArray, ...values: Value[]) =>
  new Html(String.raw({ raw: strings }, ...values.map(written)))

/** A person's text with its lines kept. */
export const lines = (text: string) =>
  text.split(/\r?\n/).map((line, at) => (at === 0 ? html`${line}` : html`<br />${line}`))

function written(value: Value): string {
  if (value === null || value === undefined || value === false) return ''
  if (Array.isArray(value)) return value.join('')
  return value instanceof Html ? value.toString() : escape(String(value))
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
}

const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign] as string)
