import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { digestOf, isRepeat } from '../../server/hooks/digest.ts'
import { Firm } from '../mail/firm.ts'

describe('the digest of a request', function () {
  this.timeout(60_000)
  let firm: Firm
  let organizationId: string

  before(async () => {
    firm = await Firm.open()
    organizationId = firm.parties.a.split(':')[1] as string
  })
  after(() => firm.close())

  const person = (more: object = {}) => ({
    ...{ name: 'Nowa Osoba', email: `${randomUUID()}@example.com`, zone: 'client', organizationId },
    ...{ password: 'żółw-okrąża-Wawel-7', requestId: randomUUID(), ...more }
  })
  const kept = async (requestId: string) => (await firm.db('requests').where({ requestId }).first()).digest

  it('holds no password: another password makes the same digest', async () => {
    const { requestId, ...data } = person()
    const secret = firm.server.app.get('config').sessionSecret
    await firm.as('ola', 'POST', 'users', { ...data, requestId })
    const digest = await kept(requestId)
    assert.equal(digest, digestOf(secret, { ...data, requestId, password: 'zupełnie inne' }))
    assert.notEqual(digest, digestOf(secret, { ...data, requestId, name: 'Kto Inny' }))
  })

  it('cannot be made without the server’s secret', async () => {
    const { requestId, ...data } = person()
    await firm.as('ola', 'POST', 'users', { ...data, requestId })
    const body = JSON.stringify(Object.entries({ ...data, requestId }).sort())
    const guess = createHash('sha256').update(body)
    assert.ok(!(await kept(requestId)).includes(guess.digest('hex')))
    assert.notEqual(await kept(requestId), digestOf('another secret', { ...data, requestId }))
  })

  it('tells a repeat from other content, and takes what cannot be compared for a repeat', async () => {
    const data = person()
    const made = await firm.as('ola', 'POST', 'users', data)
    const again = (more: object = {}) => firm.person.ola.ask('POST', 'users', { ...data, ...more })
    assert.equal((await again()).body.id, made.id)
    assert.equal((await again({ name: 'Kto Inny' })).status, 409)
    for (const digest of [null, digestOf('an earlier secret', data)]) {
      await firm.db('requests').where({ requestId: data.requestId }).update({ digest })
      assert.equal((await again()).body.id, made.id)
    }
    assert.ok(!isRepeat(digestOf('a', { b: 1 }), digestOf('a', { b: 2 })))
  })
})
