/** At most two letters: of the first and the last word of a name; a firm in brackets after it does not count. */
export const initials = (name: string): string => {
  const words = name
    .replace(/\s\([^]*\)$/, '')
    .trim()
    .split(/\s+/)
    .filter(Boolean)
  const letters = words.length > 1 ? [words[0]!, words.at(-1)!] : words
  return letters.map((word) => [...word][0]!.toLocaleUpperCase('pl')).join('')
}
