import assert from 'node:assert/strict'
import fc from 'fast-check'
import { piecesOf } from '../../../web/src/lib/comments/body.ts'

const links = (body: string) =>
  piecesOf(body, []).flatMap((piece) => (piece.kind === 'link' ? piece.href : []))

describe("a comment's text", () => {
  it('links an address without the full stop after it', () => {
    assert.deepEqual(links('Zobacz https://przyklad.example/a?b=1. Dobrze?'), [
      'https://przyklad.example/a?b=1'
    ])
    assert.deepEqual(links('(https://przyklad.example/a)'), ['https://przyklad.example/a'])
    assert.deepEqual(links('https://przyklad.example/a_(b)'), ['https://przyklad.example/a_(b)'])
  })

  it('links only web addresses', () => {
    assert.deepEqual(links('javascript:alert(1) data:text/html,x ftp://a.example'), [])
  })

  it('marks the whole name of whoever is mentioned', () => {
    const pieces = piecesOf('Pyta @Ola Wrona i @Ola', ['Ola', 'Ola Wrona'])
    assert.deepEqual(
      pieces.filter(({ kind }) => kind === 'mention').map(({ text }) => text),
      ['@Ola Wrona', '@Ola']
    )
  })

  it('loses no letter and invents none', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom('@Ola', 'https://a.example/b', ').', '<b>', '\n'))
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const body = words.join(' ')
        const pieces = piecesOf(body, ['Ola'])
        assert.equal(pieces.map((piece) => (piece.kind === 'link' ? piece.href : piece.text)).join(''), body)
      })
    )
  })
})
