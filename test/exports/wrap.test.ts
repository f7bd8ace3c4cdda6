import assert from 'node:assert/strict'
import PDFDocument from 'pdfkit'
import { pdfOf } from '../../server/services/exports/exports.pdf.ts'
import { withinLines } from '../../server/services/exports/exports.wrap.ts'

const LENGTH = 20_000
const many = (part: string) => part.repeat(Math.ceil(LENGTH / part.length)).slice(0, LENGTH)

/** What pdfkit takes for one word, in one way or another. */
const words = {
  letters: many('a'),
  'wide and narrow letters': many('Wi'),
  'a letter under a pile of signs': 'a' + many('\u0301'),
  'letters held together by spaces that do not break': many('a\u00a0'),
  'letters held together by word joiners': many('a \u2060'),
  'opening brackets': many('( '),
  'exclamation marks': many(' !'),
  'signs without width': many('\u2060'),
  'signs with and without width': many(`a${'\u2060'.repeat(50)}`),
  'families of emoji': many('👨‍👩‍👧'),
  'an address': `https://example.com/${many('q1=%20')}`
}

describe('a long word in a document', function () {
  this.timeout(60_000)

  for (const [name, word] of Object.entries(words))
    it(`of ${name} is not measured again for every letter`, async () => {
      const measured = await lettersMeasured(word)
      assert.ok(measured < 40 * LENGTH, `${measured} letters were measured for ${LENGTH}`)
    })

  it('keeps every letter, and no line is wider than the page', () => {
    const width = 100
    const one = (text: string) => text.length
    for (const word of Object.values(words)) {
      const wrapped = withinLines(word, width, one)
      assert.equal(wrapped.replaceAll('\n', ''), word)
      if (!word.includes('\u0301')) assert.ok(wrapped.split('\n').every((line) => line.length <= width))
    }
  })

  it('is left alone where it fits, as is plain text with its lines', () => {
    const text = `Dzień dobry, zażółć gęślą jaźń – ${'słowo '.repeat(300)}\n\nhttps://example.com/${'x'.repeat(60)} (ok)`
    assert.equal(withinLines(text, 100, (part) => part.length), text) // prettier-ignore
  })
})

async function lettersMeasured(text: string) {
  let letters = 0
  const { widthOfString } = PDFDocument.prototype
  PDFDocument.prototype.widthOfString = function (part: string, options: object) {
    letters += part.length
    return widthOfString.call(this, part, options)
  }
  try {
    const blocks = [{ kind: 'text' as const, text }]
    await pdfOf({ firm: 'F', title: 'T', subtitle: 'S', sections: [{ title: 'X', blocks }] }, 'pl', () => '')
    return letters
  } finally {
    PDFDocument.prototype.widthOfString = widthOfString
  }
}
