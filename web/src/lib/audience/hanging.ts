import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'
import type { Party } from './audience.ts'

/** A record that hangs on another, such as an answer to a comment: its audience stays within the other's. */
export interface Hanging {
  id: string
  kind: 'reply' | 'file'
  audience: readonly Party[]
}

/** '3 replies and 2 files' */
export const hangingWords = (hanging: readonly Hanging[]): string => {
  const count = (kind: Hanging['kind']) => hanging.filter((one) => one.kind === kind).length
  const words = [
    ...(count('reply') > 0 ? [m.audience_replies({ count: count('reply') })] : []),
    ...(count('file') > 0 ? [m.audience_files({ count: count('file') })] : [])
  ]
  return new Intl.ListFormat(getLocale()).format(words)
}
