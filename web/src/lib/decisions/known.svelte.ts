import { directory } from '#lib/live/directory.svelte.ts'
import type { Decision } from '#lib/records.ts'

/** Decisions by id, for those that others speak of. */
export const decisions = directory<Decision>('decisions')
