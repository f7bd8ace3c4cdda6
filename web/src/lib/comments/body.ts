/** A piece of a comment's plain text. */
export type Piece = { kind: 'text' | 'mention'; text: string } | { kind: 'link'; text: string; href: string }

const address = /https?:\/\/[^\s<>"']+/g
/** Marks that end a sentence around an address, not the address. */
const tail = /[.,;:!?)\]}»”]+$/

/** Splits a text into words, web addresses and mentions of the given names. Nothing is ever read as markup. */
export const piecesOf = (body: string, names: readonly string[]): Piece[] => {
  const pieces: Piece[] = []
  let from = 0
  for (const match of body.matchAll(address)) {
    const href = trimmed(match[0])
    pieces.push(...mentionsIn(body.slice(from, match.index), names), {
      kind: 'link',
      text: shown(href),
      href
    })
    from = match.index + href.length
  }
  return [...pieces, ...mentionsIn(body.slice(from), names)]
}

/** A closing bracket belongs to the address only when it opens there too. */
const trimmed = (found: string): string => {
  const end = tail.exec(found)?.[0] ?? ''
  const keeps = end.startsWith(')') && found.slice(0, -end.length).includes('(') ? 1 : 0
  return found.slice(0, found.length - end.length + keeps)
}

const shown = (href: string): string => {
  const plain = href.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')
  return plain.length > 60 ? `${plain.slice(0, 58)}…` : plain
}

const mentionsIn = (text: string, names: readonly string[]): Piece[] => {
  if (!text) return []
  const longest = names.map((name) => `@${name}`).sort((one, other) => other.length - one.length)
  const found = longest.map((word) => ({ word, at: text.indexOf(word) })).filter(({ at }) => at >= 0)
  const first = found.sort((one, other) => one.at - other.at || other.word.length - one.word.length)[0]
  if (!first) return [{ kind: 'text', text }]
  const { word, at } = first
  return [
    ...mentionsIn(text.slice(0, at), []),
    { kind: 'mention', text: word },
    ...mentionsIn(text.slice(at + word.length), names)
  ]
}
