interface Item {
  id: string
  roomId?: string
}

/** The loaded first part of a sorted list, and how many there are on the server. */
export interface Slice<T extends Item> {
  readonly items: readonly T[]
  readonly total: number
}

export interface Rules<T extends Item> {
  belongs: (item: T) => boolean
  compare: (one: T, other: T) => number
}

/** What the stream said while an answer was under way; null: the record was taken away. */
export type Touched<T extends Item> = ReadonlyMap<string, T | null>

export const emptySlice = <T extends Item>(): Slice<T> => ({ items: [], total: 0 })

/** Puts a record where it belongs. One that sorts behind a part not loaded yet is only counted. */
export const upsert = <T extends Item>(slice: Slice<T>, item: T, rules: Rules<T>): Slice<T> => {
  if (!rules.belongs(item)) return without(slice, item.id)
  const known = slice.items.find(({ id }) => id === item.id)
  const others = known ? slice.items.filter((other) => other !== known) : slice.items
  const total = known ? slice.total : slice.total + 1
  const at = placeOf(others, item, rules.compare)
  const stays = known && rules.compare(known, item) === 0
  const more = total > others.length + 1
  if (at === others.length && more && !stays) return { items: others, total }
  return { items: others.toSpliced(at, 0, item), total }
}

export const without = <T extends Item>(slice: Slice<T>, id: string): Slice<T> =>
  drop(slice, (item) => item.id === id)

export const withoutRoom = <T extends Item>(slice: Slice<T>, roomId: string): Slice<T> =>
  drop(slice, (item) => item.roomId === roomId || item.id === roomId)

/**
 * An answer joined with what is known: a row the stream has spoken of meanwhile is taken from the stream, for the
 * answer may be older.
 */
export const joined = <T extends Item>(
  known: Slice<T>,
  answer: { total: number; limit: number; data: T[] },
  touched: Touched<T>,
  rules: Rules<T>
): Slice<T> => {
  const fresh = answer.data.map((row) => (touched.has(row.id) ? touched.get(row.id)! : row))
  const kept = fresh.filter((item) => item !== null && rules.belongs(item))
  const items = [...new Map([...known.items, ...kept].map((item) => [item.id, item])).values()].sort(
    rules.compare
  )
  const answered = new Set(answer.data.map(({ id }) => id))
  let slice: Slice<T> = { items, total: Math.max(answer.total - (fresh.length - kept.length), items.length) }
  for (const item of touched.values()) if (item && !answered.has(item.id)) slice = upsert(slice, item, rules)
  const last = answer.data.length < answer.limit
  return last ? { items: slice.items, total: slice.items.length } : slice
}

const drop = <T extends Item>(slice: Slice<T>, gone: (item: T) => boolean): Slice<T> => {
  const items = slice.items.filter((item) => !gone(item))
  const lost = slice.items.length - items.length
  return lost ? { items, total: slice.total - lost } : slice
}

const placeOf = <T extends Item>(items: readonly T[], item: T, compare: Rules<T>['compare']): number => {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compare(items[middle]!, item) <= 0) low = middle + 1
    else high = middle
  }
  return low
}
