/** Words that say of themselves who may read what they stand in, so that one that strays is known anywhere. */

/** Letters of those who may read something: the firm (s), its administrators only (p), parties outside (a, b, c). */
export type Readers = string

export const FIRM = 's'
export const ADMINS = 'p'
export const EVERYONE = 'abc'

const MARK = /qq([a-z]+)\d+zz/g
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

export class Marks {
  #made = 0
  /** Who may learn that something with this id is there. */
  #ids = new Map<string, Readers>()

  mark(readers: Readers) {
    return `qq${readers}${++this.#made}zz`
  }

  belongs(id: string, readers: Readers) {
    this.#ids.set(id, readers)
  }

  readersOf(id: string) {
    return this.#ids.get(id)
  }

  /** Marks and ids in `text` that are not for eyes with this letter; ids that they named themselves say nothing new. */
  strays(text: string, letter: Readers, asked: string) {
    const marks = [...text.matchAll(MARK)].filter(([, readers]) => !mayRead(letter, readers as Readers))
    const ids = [...text.matchAll(UUID)].filter(
      ([id]) => !mayRead(letter, this.#ids.get(id) ?? letter) && !asked.includes(id)
    )
    return [...marks, ...ids].map(([stray]) => stray)
  }

  own = (text: string, letter: Readers) =>
    [...text.matchAll(MARK)]
      .filter(([, readers]) => mayRead(letter, readers as Readers))
      .map(([mark]) => mark)
}

/** Administrators carry both letters of the firm; of nobody, the letter is empty. */
export function mayRead(letter: Readers, readers: Readers) {
  if (letter.includes(ADMINS)) return true
  if (letter === FIRM) return !readers.includes(ADMINS)
  return letter === readers || (letter !== '' && readers.includes(letter))
}
