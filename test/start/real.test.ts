import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { launch, until, withFolder, type Strefa } from '../support/strefa.ts'

const owner = { firm: 'Stolarnia', name: 'Zofia Lis', email: 'zofia@stolarnia.pl', locale: 'pl' }
const passwords = ['granatowy rower pod lasem', 'zielone krzesło na strychu']

describe('running it for real, as the README says', function () {
  this.timeout(300_000)

  it('goes from the address that the start prints to a new password by mail', () =>
    withFolder(async (dataDir) => {
      const first = await (await launch({ dataDir })).running()
      const code = codeOf(first) as string
      assert.equal(code.length, 43)
      assert.match(
        first.printed,
        /^Mode: real firm; mail is written to .*outbox and reaches nobody \(SMTP_URL is not set\), and \/dev\/mail is not there\.$/m
      )
      assert.equal(await first.stop(), 0)

      const strefa = await (await launch({ dataDir })).running()
      assert.equal(codeOf(strefa), code)
      const firm = { ...owner, password: passwords[0] }
      assert.equal((await ask(strefa, 'setup', firm)).status, 403)
      assert.equal((await ask(strefa, 'setup', { ...firm, code })).status, 201)
      assert.equal((await signIn(strefa, 0)).status, 201)
      assert.equal((await ask(strefa, 'keys', { email: owner.email })).status, 201)
      const token = await tokenIn(dataDir)
      assert.doesNotMatch(await (await fetch(`${addressOf(strefa)}/dev/mail`)).text(), /zofia@/)
      assert.equal((await ask(strefa, 'keys', { token, password: passwords[1] })).status, 201)
      assert.equal((await signIn(strefa, 0)).status, 401)
      assert.equal((await signIn(strefa, 1)).status, 201)
      assert.equal(await strefa.stop(), 0)

      const later = await (await launch({ dataDir })).running()
      assert.equal(codeOf(later), undefined)
      assert.equal(await later.stop(), 0)
    }))

  it('says that mail leaves, and through whom, without the password to it', () =>
    withFolder(async (dataDir) => {
      const env = { SMTP_URL: 'smtp://me:secret@mail.example:2525' }
      const strefa = await (await launch({ dataDir, env })).running()
      assert.match(strefa.printed, /^Mode: real firm; mail leaves through mail\.example:2525,/m)
      assert.doesNotMatch(strefa.printed, /secret/)
      assert.equal(await strefa.stop(), 0)
    }))

  it('locks the demo firm’s people out where the demo was, and says so; with the demo back they come in', () =>
    withFolder(async (dataDir) => {
      const ola = { strategy: 'local', email: 'ola@firma.example', password: 'strefa-demo' }
      for (const [STREFA_DEMO, status, words] of [
        ['on', 201, /^Mode: demo firm; .*; anybody can read it at .*\/dev\/mail\.$/m],
        ['off', 401, /^Mode: real firm; [^]*whose people cannot sign in while STREFA_DEMO is off/m],
        ['on', 201, /^Mode: demo firm/m]
      ] as const) {
        const strefa = await (await launch({ dataDir, env: { STREFA_DEMO } })).running()
        assert.match(strefa.printed, words)
        assert.equal(codeOf(strefa), undefined)
        assert.equal((await ask(strefa, 'authentication', ola)).status, status)
        assert.equal(await strefa.stop(), 0)
      }
    }))
})

const addressOf = ({ port }: Strefa) => `http://127.0.0.1:${port}`
const codeOf = ({ printed, port }: Strefa) =>
  new RegExp(`http://localhost:${port}/setup#(\\S+)$`, 'm').exec(printed)?.[1]

const ask = (strefa: Strefa, path: string, data: object) =>
  fetch(`${addressOf(strefa)}/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(data)
  })

const signIn = (strefa: Strefa, password: number) =>
  ask(strefa, 'authentication', {
    strategy: 'local',
    email: owner.email,
    password: passwords[password]
  })

async function tokenIn(dataDir: string) {
  const folder = join(dataDir, 'outbox')
  const mails = () => {
    try {
      return readdirSync(folder).filter((name) => name.endsWith('.eml'))
    } catch {
      return []
    }
  }
  await until(() => mails().length > 0)
  const { text } = await simpleParser(readFileSync(join(folder, mails()[0]!)))
  return /\/key#(\S+)/.exec(text!)![1]
}
