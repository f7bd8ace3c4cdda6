import type { EarlierRecord } from '#lib/records.ts'

/** What of the earlier talk a party that comes in is shown; `ids` only where it is picked. */
export interface Earlier {
  how: 'nothing' | 'same' | 'picked'
  ids: string[]
}

export const showNothing: Earlier = { how: 'nothing', ids: [] }

/** As the server takes it. */
export const chosenOf = ({ how, ids }: Earlier): 'nothing' | 'same' | string[] => {
  if (how !== 'picked') return how
  return ids.length > 0 ? ids : 'nothing'
}

/** An answer comes with what it answers, and goes when that goes. */
export const withParents = (
  records: readonly EarlierRecord[],
  ids: readonly string[],
  id: string,
  on: boolean
): string[] => {
  if (!on) return ids.filter((one) => one !== id && records.find((two) => two.id === one)?.parentId !== id)
  const parentId = records.find((record) => record.id === id)?.parentId
  const parent = records.some((record) => record.id === parentId) ? [parentId!] : []
  return [...new Set([...ids, ...parent, id])]
}
