import assert from 'node:assert/strict'
import { startTestServer } from '../support/server.ts'
import { emailOf, Firm } from './firm.ts'

describe('several mail rooms over one database', () => {
  let firm: Firm
  let others: Awaited<ReturnType<typeof startTestServer>>[]

  before(async () => {
    firm = await Firm.open()
    const { databaseUrl, smtpUrl } = firm.server.app.get('config')
    others = await Promise.all([1, 2].map(() => startTestServer({ databaseUrl, smtpUrl })))
    for (const { app } of others) app.set('mailDelay', 100)
    firm.server.app.set('mailDelay', 100)
  })
  after(async () => {
    for (const other of others) await other.stop()
    await firm.close()
  })

  it('tell everything once', async () => {
    await firm.newRoom('Kuchnia', ['kasia', 'piotr'])
    const words = Array.from({ length: 40 }, (_, at) => `słowo ${at};`)
    for (const word of words) await firm.say('ola', word, { audience: ['client'] })
    await firm.deliver()
    for (const name of ['kasia', 'piotr'] as const) {
      const told = firm.smtp.to(emailOf(name)).map(({ text }) => text).join('\n') // prettier-ignore
      for (const word of words) assert.equal(told.split(word).length, 2, word)
    }
  })
})
