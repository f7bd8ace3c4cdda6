/** Names as people read them: what cannot be seen in them, or turns their reading round, lets one pass for another. */
import type { Zone } from './viewer.ts'

/** Controls, formats, private and unpaired signs, separators of lines, and whatever is drawn as nothing: bidi, zero-width, fillers. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{DI}\u2800]/u

/** Scripts in which a zero-width sign changes how letters join. */
const JOINED =
  '\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Khmer}\\p{Script=Mongolian}\\p{M}'

const NEEDED = new RegExp(
  [
    // Persian and Indic letters, joined or kept apart.
    `(?<=[${JOINED}])[\\u200c\\u200d](?=[${JOINED}])`,
    // Emoji: the coloured form, several drawn as one, flags of regions.
    `(?<=\\p{Extended_Pictographic})\\ufe0f|(?<=[0-9#*])\\ufe0f(?=\\u20e3)`,
    `(?<=\\p{Extended_Pictographic}\\ufe0f?|\\p{Emoji_Modifier})\\u200d(?=\\p{Extended_Pictographic})`,
    `(?<=\\u{1f3f4})[\\u{e0061}-\\u{e007a}]{2,6}\\u{e007f}`
  ].join('|'),
  'gu'
)

export const isPlain = (text: string) => !HIDDEN.test(text.replace(NEEDED, ''))

/** For names that come from elsewhere and cannot be asked again: the same without what is hidden in it. */
export const plainly = (text: string) =>
  text.replace(new RegExp(`(${NEEDED.source})|${HIDDEN.source}`, 'gu'), (_, needed) => needed ?? '')

export interface Named {
  name: string
  zone: Zone
  organizationName: string | null
  /** Whether one of the firm's people is called so. */
  namesake?: boolean
}

/**
 * A name with the firm beside it, wherever it could be taken for somebody else's. Whether the firm has a person of that name may
 * be hidden from outsiders, so they read the firm beside everyone who is not the firm's, without regard to that.
 */
export const shownName = (person: Named, { zone, mine }: { zone: Zone; mine?: boolean }) => {
  const plain = person.zone === 'staff' || mine || (zone === 'staff' && !person.namesake)
  return plain || !person.organizationName ? person.name : `${person.name} (${person.organizationName})`
}
