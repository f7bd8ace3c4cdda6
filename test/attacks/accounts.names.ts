import assert from 'node:assert/strict'
import { Firm } from '../mail/firm.ts'

const hidden = ['Ola\u200b Wrona', 'Ola \u202eanorW', 'Ola\u200c Wrona', 'Ola\u0007', 'Ola\u00ad Wrona', '\u3164', '\u2066Ola\u2069', 'Ola\nWrona'] // prettier-ignore
const needed = ['می\u200cخواهم', 'Zespół 👨\u200d👩\u200d👧', 'Marzena ❤\ufe0f Żak', 'O’Brien-Łąka', '李小龙']

describe('a name', function () {
  this.timeout(60_000)
  let firm: Firm

  before(async () => (firm = await Firm.open()))
  after(() => firm.close())

  const places = (name: string): ['POST' | 'PATCH', string, object][] => [
    [
      'POST',
      'users',
      { name, email: `n${Math.random()}@example.com`, zone: 'staff', password: 'bóbr liczy gwiazdy 9' }
    ],
    ['POST', 'invitations', { name, email: `n${Math.random()}@example.com`, zone: 'staff' }],
    ['POST', 'organizations', { name }],
    ['POST', 'tasks', { title: name }],
    ['PATCH', `users/${firm.person.kasia.id}`, { name }]
  ]

  it('with signs that nobody sees is refused with a sentence', async () => {
    for (const name of hidden)
      for (const [method, path, data] of places(name)) {
        const { status, body } = await firm.person.ola.ask(method, path, data)
        assert.equal(status, 400, `${path} ${JSON.stringify(name)}`)
        assert.match(body.message, /znaki, których nie widać/)
      }
  })

  it('keeps the signs that its script or its emoji need', async () => {
    for (const name of needed)
      for (const [method, path, data] of places(name)) {
        const { status, body } = await firm.person.ola.ask(method, path, data)
        assert.ok(status < 300, `${path} ${name}: ${JSON.stringify(body)}`)
      }
  })
})
