/** What is being typed after an `@` right before the caret; null when no mention is being written. */
export const mentionAt = (text: string, caret: number): { from: number; search: string } | null => {
  const match = /(?:^|[\s(])@([\p{L}]*(?: [\p{L}]*)?)$/u.exec(text.slice(0, caret))
  return match ? { from: caret - match[1]!.length - 1, search: match[1]! } : null
}

/** Names that begin with the search, in any of their words, whatever the accents. */
export const named = <T extends { name: string }>(people: readonly T[], search: string): T[] => {
  const wanted = plain(search.trim())
  return people.filter(({ name }) => {
    const word = plain(name)
    return word.startsWith(wanted) || word.split(' ').some((part) => part.startsWith(wanted))
  })
}

/** The ids of the people whose `@Name` stands in the text. */
export const mentionedIn = (text: string, people: readonly { id: string; name: string }[]): string[] =>
  people.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id)

const plain = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ł', 'l').replaceAll('Ł', 'L').toLowerCase()
