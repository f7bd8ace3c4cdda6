import type { Digest } from './digest.ts'
import type { Words } from './words.ts'

/**
 * Who else reads a record: the firm's people see it in a mail as they do on the screen, lest something internal is passed
 * on. To others every record looks alike.
 */
export function readersOf(audience: string[] | undefined, { names }: Digest, words: Words) {
  if (!audience) return { edge: '#857f78', readers: '' }
  const [only, ...rest] = audience
  if (!only) return { edge: '#b9812c', readers: words.say('mailInternal') }
  if (rest.length === 0) return { edge: '#b32a83', readers: names.get(only.split(':')[1] as string) ?? '' }
  const has = (zone: string) => audience.some((party) => party.startsWith(zone))
  if (!has('partner')) return { edge: '#1766c9', readers: words.say('mailClients') }
  if (!has('client')) return { edge: '#225e3d', readers: words.say('mailPartners') }
  return { edge: '#2a2622', readers: words.say('mailEveryone') }
}
