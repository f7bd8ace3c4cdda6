import assert from 'node:assert/strict'
import { addressOf, hostOf } from '../../../web/src/lib/links/address.ts'

describe('an address', () => {
  it('is completed as people type it', () => {
    assert.equal(addressOf(' przyklad.example/a '), 'https://przyklad.example/a')
    assert.equal(addressOf('http://przyklad.example'), 'http://przyklad.example')
  })

  it('opens a web page or is refused', () => {
    for (const text of ['', 'javascript:alert(1)', 'mailto:a@b.example', 'słowo', 'data:text/html,x']) {
      assert.equal(addressOf(text), null, text)
    }
  })

  it('shows its host', () => {
    assert.equal(hostOf('https://www.przyklad.example/a'), 'przyklad.example')
  })
})
