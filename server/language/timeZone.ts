/** Time zones by the runtime's own list, and what stands in for one that a person's row should never have held. */

export const DEFAULT_ZONE = 'Europe/Warsaw'

const listed = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])

/** Names of the list and their aliases; an offset such as `+00:07` is no zone, and no daily hour may exist in it. */
export const isTimeZone = (name: string) => listed.has(resolved(name) ?? '')

/** The zone to reckon with: the person's own, or the default where theirs is none. */
export const zoneOf = (stored: string | null | undefined): string =>
  stored && (isTimeZone(stored) || isWholeHours(stored)) ? stored : DEFAULT_ZONE

/** `Etc/GMT-1` and its like were accepted once, and are not on the list. */
const isWholeHours = (name: string) => /^Etc\/GMT[+-]\d+$/.test(resolved(name) ?? '')

function resolved(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return null
  }
}
