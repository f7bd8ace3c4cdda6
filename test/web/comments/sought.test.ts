import assert from 'node:assert/strict'
import { soughtIn } from '#lib/comments/sought.ts'

describe('the comment an address asks for', () => {
  const id = '0b7e6f0a-5a39-4f0e-8f6e-0d2b8f6f3c11'

  it('is the one it names', () => assert.equal(soughtIn({ hash: `#comment-${id}` }), id))

  it('is none for any other address', () => {
    for (const hash of ['', '#main', '#comment-', `#comment-${id}x`, `#comment-"]`])
      assert.equal(soughtIn({ hash }), undefined)
  })
})
