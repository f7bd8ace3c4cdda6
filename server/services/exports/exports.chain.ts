/**
 * What makes a document prove itself: each entry carries the hash of the one before it, and the last hash is signed with the
 * firm's own key. Whoever changes, drops or moves an entry breaks the chain; whoever makes a new chain lacks the key.
 */
import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { hashOf, shownHash } from '../decisions/decisions.hash.ts'

export interface Entry {
  kind: 'room' | 'person' | 'participant' | 'comment' | 'link' | 'file' | 'decision' | 'event'
  at: string
  data: Record<string, any>
}
export interface Linked extends Entry {
  previous: string
  hash: string
}

export interface Header {
  exportId: string
  firm: string
  roomId: string
  title: string
  /** The party whose eyes it was made with, and its name; null: all that the asker sees. */
  party: string | null
  partyName: string | null
  madeAt: string
  madeBy: string
  locale: string
  timeZone: string
}

export interface Exported {
  format: 'strefa-export'
  version: 1
  header: Header
  entries: Linked[]
  head: string
  seal: { algorithm: 'ed25519'; publicKey: string; signature: string }
}

export function chain(header: Header, entries: Entry[], key: KeyObject): Exported {
  let previous = hashOf(header)
  const linked = entries.map(({ kind, at, data }) => {
    const link = { kind, at, data, previous }
    previous = hashOf(link)
    return { ...link, hash: previous }
  })
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64')
  const signature = sign(null, Buffer.from(previous), key).toString('base64')
  const seal = { algorithm: 'ed25519' as const, publicKey, signature }
  return { format: 'strefa-export', version: 1, header, entries: linked, head: previous, seal }
}

/** What is wrong with a document, in words; nothing, where it is as it was made. */
export function problemsIn(document: Exported): string[] {
  if (document?.format !== 'strefa-export' || !Array.isArray(document.entries))
    return ['This is no document of Strefa.']
  const problems: string[] = []
  let previous = hashOf(document.header)
  document.entries.forEach(({ hash, ...link }, at) => {
    const where = `Entry ${at + 1} (${link.kind})`
    if (link.previous !== previous) problems.push(`${where} does not follow what stands before it.`)
    if (hashOf(link) !== hash) problems.push(`${where} was altered.`)
    if (link.kind === 'decision') problems.push(...problemsOfDecision(link.data, where))
    previous = hash
  })
  if (document.head !== previous) problems.push('The end was altered: entries are missing or were added.')
  if (!isSealed(document)) problems.push('The seal does not fit: the document was altered after it was made.')
  return problems
}

/** An answer names the hash of what was shown: it must be that of the question as it stands here. */
function problemsOfDecision(decision: Record<string, any>, where: string): string[] {
  const hash = shownHash(decision)
  return [
    ...(decision.hash === hash ? [] : [`${where}: the question is not the one that was asked.`]),
    ...(decision.answers ?? [])
      .filter(({ shown }: { shown: string }) => shown !== hash)
      .map(() => `${where}: an answer was given to another question.`)
  ]
}

function isSealed({ head, seal }: Exported) {
  try {
    const key = createPublicKey({ key: Buffer.from(seal.publicKey, 'base64'), type: 'spki', format: 'der' })
    return verify(null, Buffer.from(head), key, Buffer.from(seal.signature, 'base64'))
  } catch {
    return false
  }
}

/** What people compare to know whose key it is. */
export const fingerprint = ({ seal }: Exported) => hashOf(seal.publicKey).slice(0, 16)
