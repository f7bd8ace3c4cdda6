/** Long words are broken here: pdfkit's own way measures them anew for every letter, which is quadratic. */

/** Letters; what is shorter is left to pdfkit. */
const LONG = 40
/** Letters of a line, where many have no width. */
const FULL = 400
/** Code points: signs can be piled upon one letter without end. */
const TALL = 16

/**
 * Spaces at which a line ends without doubt, between ordinary signs, and line ends. Elsewhere a space may hold together what
 * stands beside it, such as brackets, and many of those make one long word.
 */
const breaks = /(\r?\n|(?<=[\p{L}\p{N}.,;:!?)\]|%/=+*–—-]) +(?=[\p{L}\p{N}]))/u

/** The same text, with a line's end wherever a long word would go over the edge; `widthOf` measures in the font at hand. */
export function withinLines(text: string, width: number, widthOf: (part: string) => number): string {
  const known = new Map<string, number>()
  const measure = (letter: string) => {
    if (!known.has(letter)) known.set(letter, widthOf(letter))
    return known.get(letter) as number
  }
  return text
    .split(breaks)
    .map((word) => (word.length < LONG ? word : inLines(word, width, measure)))
    .join('')
}

function inLines(word: string, width: number, measure: (letter: string) => number): string {
  const lines: string[] = []
  let line = ''
  let room = width
  for (const letter of lettersOf(word)) {
    const wide = measure(letter)
    if (line && (wide > room || line.length >= FULL)) {
      lines.push(line)
      line = ''
      room = width
    }
    line += letter
    room -= wide
  }
  return [...lines, line].join('\n')
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const parts = new RegExp(`.{1,${TALL}}`, 'gsu')

/** As people see them; one that is piled up too high is cut. */
function* lettersOf(word: string): Generator<string> {
  for (const { segment } of graphemes.segment(word))
    if (segment.length <= TALL) yield segment
    else yield* segment.match(parts)!
}
