import { type Look, lookOf } from '#lib/audience/audience.ts'
import type { CalendarEntry } from '#lib/records.ts'

/** The look of those who see an entry, by who is in its room; undefined for outsiders: all they see is theirs. */
export const lookOfEntry = ({ parties }: CalendarEntry): Look | undefined =>
  parties && lookOf(parties, parties)
