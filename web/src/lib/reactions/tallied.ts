import type { Reaction, Sign } from '#lib/records.ts'

export interface Tally {
  sign: Sign
  authors: string[]
  mine: Reaction | undefined
}

/** By sign, in the order in which the first of each was set. */
export const tallied = (reactions: readonly Reaction[], me: string): Tally[] =>
  [...Map.groupBy(reactions, ({ sign }) => sign)].map(([sign, same]) => ({
    sign,
    authors: same.map(({ authorId }) => authorId),
    mine: same.find(({ authorId }) => authorId === me)
  }))
