import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as english } from '@zxcvbn-ts/language-en'
import { dictionary as polish } from '@zxcvbn-ts/language-pl'

/** As the server weighs it: see users.strength.ts there. The dictionaries are large; import this file only when they are needed. */
const WEIGHED = 40
const estimator = new ZxcvbnFactory({
  dictionary: { ...common, ...english, ...polish },
  graphs: adjacencyGraphs
})

/** 0 to 4; a password of 3 is accepted. */
export const strengthOf = (password: string, known: string[]): number =>
  estimator.check(password.slice(0, WEIGHED), known.flatMap(wordsOf)).score

const wordsOf = (text: string) => [text, ...text.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2)]
