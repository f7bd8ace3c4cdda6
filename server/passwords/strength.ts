/**
 * How long a password would stand up to guessing, by zxcvbn: common passwords, English and Polish words and names, patterns of
 * the keyboard, dates, and what everyone knows of this person. The server decides by it and the web app says the same while one
 * types. The dictionaries are large (2.5 MB): the web app imports this file only where a password is set.
 */
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as english } from '@zxcvbn-ts/language-en'
import { dictionary as polish } from '@zxcvbn-ts/language-pl'

/** Of 0 to 4: safe from guessing where hashes are slow. */
export const STRONG = 3
/** The time that it takes grows faster than the length; what comes after these signs is not needed to be strong. */
const WEIGHED = 40

const estimator = new ZxcvbnFactory({
  dictionary: { ...common, ...english, ...polish },
  graphs: adjacencyGraphs
})

/** 0 to 4. `known`: the name, the address and the firms of this person. */
export const strengthOf = (password: string, known: string[]): number =>
  estimator.check(password.slice(0, WEIGHED), known.flatMap(wordsOf)).score

const wordsOf = (text: string) => [text, ...text.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2)]
