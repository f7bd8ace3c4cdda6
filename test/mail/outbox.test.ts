import assert from 'node:assert/strict'
import { readdir, rm } from 'node:fs/promises'
import { Firm } from './firm.ts'

describe('the outbox of a firm without a mail server', () => {
  let firm: Firm

  before(async () => {
    firm = await Firm.open({ smtpUrl: undefined, devMail: true })
    await firm.newRoom('Kuchnia <b>', ['kasia'])
    await firm.say('ola', '<script>alert(1)</script>', { audience: ['client'] })
    await firm.deliver()
  })
  after(async () => {
    await firm.close()
    await rm(firm.server.app.get('config').dataDir, { recursive: true, force: true })
  })

  const look = async (path: string, server = firm.server) => {
    const response = await fetch(`${server.base}${path}`, { headers: { 'accept-language': 'pl' } })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  it('lists the mails, and shows each of them harmless', async () => {
    const list = await look('/dev/mail')
    assert.equal(list.status, 200)
    assert.match(list.headers.get('content-security-policy') ?? '', /^default-src 'none'/)
    assert.match(list.text, /kasia@example\.com/)
    assert.match(list.text, /Kuchnia &lt;b&gt; · Dobry Fach/)
    const [, address] = /href="(\/dev\/mail\/[^"]+)"/.exec(list.text) ?? []
    const mail = await look(address as string)
    assert.equal(mail.status, 200)
    assert.match(mail.text, /<iframe\s+sandbox="allow-popups allow-popups-to-escape-sandbox"/)
    assert.match(mail.text, /&amp;lt;script&amp;gt;alert\(1\)/)
    assert.doesNotMatch(mail.text, /<script/)
  })

  it('has whole files only, and no way out of its folder', async () => {
    const files = await readdir(`${firm.server.app.get('config').dataDir}/outbox`)
    assert.ok(files.length > 0 && files.every((file) => /^[0-9a-f-]{36}\.eml$/.test(file)))
    for (const path of ['..%2f..%2fsession-secret', '../session-secret', 'x'.repeat(36)])
      assert.doesNotMatch((await look(`/dev/mail/${path}`)).text, /iframe/)
  })

  it('is not there once mails leave, nor for a real firm that did not ask for it', async () => {
    for (const changes of [{ devMail: true }, { smtpUrl: undefined }]) {
      const other = await Firm.open(changes)
      assert.doesNotMatch((await look('/dev/mail', other.server)).text, /Poczta wychodząca/)
      await other.close()
    }
  })
})
