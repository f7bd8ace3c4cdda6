import assert from 'node:assert/strict'
import { taxText } from '#lib/contacts/tax.ts'

describe('a tax number', () => {
  it('is parted as on Polish invoices, with its country if it was given', () => {
    assert.equal(taxText('9990142079'), '999-014-20-79')
    assert.equal(taxText('PL9990142079'), 'PL 999-014-20-79')
  })

  it('stands as it was written when it is of another shape', () => {
    for (const text of ['DE123456789', '999-014-20-79', '']) assert.equal(taxText(text), text)
  })
})
