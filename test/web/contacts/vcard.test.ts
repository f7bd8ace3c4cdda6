import assert from 'node:assert/strict'
import { vcards } from '#lib/contacts/vcard.ts'

const card = (changes: object) =>
  vcards(
    [
      {
        id: '1',
        name: 'Ola Wrona',
        title: null,
        phone: null,
        email: 'ola@firma.example',
        rooms: [],
        ...changes
      } as never
    ],
    'Dobry Fach, s.c.'
  )

describe('a card of an address book', () => {
  it('has one line for each thing known, each ended as the format demands', () => {
    assert.deepEqual(card({ title: 'prowadzi budowy', phone: '600 000 101' }).split('\r\n'), [
      'BEGIN:VCARD',
      'VERSION:3.0',
      'N:Wrona;Ola;;;',
      'FN:Ola Wrona',
      'ORG:Dobry Fach\\, s.c.',
      'TITLE:prowadzi budowy',
      'TEL;TYPE=WORK,VOICE:600 000 101',
      'EMAIL;TYPE=INTERNET:ola@firma.example',
      'END:VCARD',
      ''
    ])
  })

  it('lets nobody write lines of their own into it', () => {
    const lines = card({ name: 'Ola\nNOTE:x; Wrona' }).split('\r\n')
    assert.ok(lines.includes('FN:Ola\\nNOTE:x\\; Wrona'))
    assert.ok(!lines.some((line) => line.startsWith('NOTE')))
  })
})
