/** How large what is sent may be before anything is compared or compiled over it; each schema then says less. */
const MOST_VALUES = 2000
const DEEPEST = 8
const LONGEST_TEXT = 100_000
const LONGEST_NAME = 200

/** Looks at no more than the bounds, however much there is. */
export function isVast(...values: unknown[]) {
  let left = MOST_VALUES
  const look = (value: unknown, depth: number): boolean => {
    if (typeof value === 'string') return value.length > LONGEST_TEXT
    if (typeof value !== 'object' || value === null) return false
    if (depth > DEEPEST) return true
    for (const name in value)
      if (
        --left < 0 ||
        name.length > LONGEST_NAME ||
        look((value as Record<string, unknown>)[name], depth + 1)
      )
        return true
    return false
  }
  return values.some((value) => look(value, 1))
}
