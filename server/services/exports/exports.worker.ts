/** The process that makes documents: what people wrote is laid out here, however long that takes, and not in the server. */
import { createPrivateKey } from 'node:crypto'
import { serve } from '../../workers/serve.ts'
import { chain, type Entry, type Header } from './exports.chain.ts'
import { htmlOf } from './exports.html.ts'
import { pagesOf } from './exports.pages.ts'
import { pdfOf } from './exports.pdf.ts'
import { wordsFor } from './exports.words.ts'

/** What comes over first. */
export interface Order {
  header: Header
  /** PEM. */
  key: string
  /** Of those named in audiences: id -> name. */
  organizations: Map<string, string>
}

/** The order, then the entries in slices. */
export type Part = Order | Entry[]

export interface Made {
  head: string
  files: Record<'json' | 'html' | 'pdf', Uint8Array>
}

/** Bytes of one form. */
const LARGEST = 200_000_000

serve<Part, Made>(async ([order, ...slices]) => {
  const { header, key, organizations } = order as Order
  const document = chain(header, (slices as Entry[][]).flat(), createPrivateKey(key))
  const words = wordsFor(document, organizations)
  const pages = pagesOf(document, words)
  const page = (at: number, count: number) => words.say('docPage', { page: at, count })
  const files = {
    json: Buffer.from(JSON.stringify(document, null, 1)),
    html: Buffer.from(htmlOf(pages, words.locale)),
    pdf: await pdfOf(pages, words.locale, page)
  }
  for (const { length } of Object.values(files)) if (length > LARGEST) throw new Error('It is too large.')
  return { head: document.head, files }
})
