import type { Room } from '#lib/records.ts'

export interface Sums {
  value: number
  /** Each value times its chance. */
  weighted: number
}

/** Who has said nothing of the chance of what is won counts it whole. */
const chanceOf = ({ stage, probability }: Room): number => probability ?? (stage === 'won' ? 100 : 0)

/** Counted in hundredths of a grosz, whole numbers, so that tenths do not drift. */
export const sumsOf = (rooms: readonly Room[]): Sums => {
  let value = 0
  let weighted = 0
  for (const room of rooms) {
    const cents = Math.round((room.value ?? 0) * 100)
    value += cents
    weighted += cents * chanceOf(room)
  }
  return { value: value / 100, weighted: Math.round(weighted / 100) / 100 }
}
