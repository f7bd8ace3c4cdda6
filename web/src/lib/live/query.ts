type Query = Record<string, unknown>
type Compare<T> = (one: T, other: T) => number

/** Query words that only the server can judge; a list with one of them asks again instead of deciding itself. */
const serverWords = ['search', 'participantId']
export const needsServer = (query: Query): boolean => serverWords.some((word) => word in query)

/** The part of a query that can be judged on this side. */
export const localPart = (query: Query): Query =>
  Object.fromEntries(Object.entries(query).filter(([field]) => !serverWords.includes(field)))

/** The predicate of a query: equality, null and the operators of the API on an item's own fields. */
export const matches =
  (query: Query) =>
  (item: object): boolean =>
    Object.entries(query).every(
      ([field, wanted]) => field.startsWith('$') || holds((item as Query)[field], wanted)
    )

const holds = (value: unknown, wanted: unknown): boolean => {
  if (wanted === null || typeof wanted !== 'object') return (value ?? null) === wanted
  return Object.entries(wanted).every(
    ([operator, operand]) => operators[operator]?.(value ?? null, operand) ?? false
  )
}

const below = (value: unknown, operand: unknown) => value !== null && (value as string) < (operand as string)
const operators: Record<string, (value: unknown, operand: unknown) => boolean> = {
  $in: (value, operand) => (operand as unknown[]).includes(value),
  $nin: (value, operand) => !(operand as unknown[]).includes(value),
  $ne: (value, operand) => value !== operand,
  $lt: below,
  $lte: (value, operand) => value === operand || below(value, operand),
  $gt: (value, operand) => value !== null && (value as string) > (operand as string),
  $gte: (value, operand) => value !== null && (value as string) >= (operand as string)
}

/** The order of a `$sort` as the server has it: what has no value stands last either way, ties by id. */
export const orderOf = <T extends { id: string }>(sort: Record<string, number> = {}): Compare<T> => {
  const keys = Object.entries(sort)
  return (one, other) => {
    for (const [field, direction] of keys) {
      const [mine, theirs] = [(one as Query)[field], (other as Query)[field]]
      const by = compare(mine, theirs)
      if (by !== 0) return mine == null || theirs == null ? by : by * Math.sign(direction)
    }
    return compare(one.id, other.id)
  }
}

const compare = (one: unknown, other: unknown): number => {
  if (one === other || (one == null && other == null)) return 0
  if (one == null) return 1
  if (other == null) return -1
  return one < other ? -1 : 1
}
