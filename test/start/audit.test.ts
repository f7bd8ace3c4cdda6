import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { root } from '../support/strefa.ts'

/** A registry that knows one fault of one of our packages, and of which versions. */
async function registry(faulty: string | null, newest = '99.0.0') {
  const described = (name: string) => {
    const each = (version: string) => [version, { name, version, dist: { tarball: 'http://127.0.0.1/' } }]
    const versions = Object.fromEntries(name === 'sirv' ? ['3.0.2', newest].map(each) : [])
    return { name, 'dist-tags': { latest: newest }, versions }
  }
  const fault = { id: 1, title: 'Shows too much', severity: 'high', url: 'https://advisories.example/1' }
  const server = createServer(({ url }, answer) => {
    const isAsked = url!.endsWith('/advisories/bulk')
    if (isAsked && faulty === null) return answer.writeHead(405).end()
    const advisories = { sirv: [{ ...fault, vulnerable_versions: faulty }] }
    answer.setHeader('content-type', 'application/json')
    answer.end(JSON.stringify(isAsked ? advisories : described(decodeURIComponent(url!.slice(1)))))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function audit(faulty: string | null) {
  const server = await registry(faulty)
  const npm_config_registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const env = {
    ...process.env,
    npm_config_registry,
    npm_config_cache: join(root, 'node_modules/.audit-cache')
  }
  const child = execFile(process.execPath, [join(root, '.ci/audit.mjs')], { cwd: root, env })
  let said = ''
  child.stdout!.on('data', (chunk) => (said += chunk))
  const [code] = await once(child, 'close')
  server.closeAllConnections()
  server.close()
  return { code, said }
}

describe('the audit of packages', function () {
  this.timeout(120_000)

  it('fails on a fault that another version does not have', async () => {
    const { code, said } = await audit('<=3.0.2')
    assert.match(said, /sirv .*high: Shows too much\. Fixed\./)
    assert.equal(code, 1)
  })

  it('tells a fault that no version is free of, and goes on', async () => {
    const { code, said } = await audit('>=0.0.0')
    assert.match(said, /sirv .*high: Shows too much\. Not fixed yet\./)
    assert.equal(code, 0)
  })

  it('says that the registry gives no answer, and goes on', async () => {
    const { code, said } = await audit(null)
    assert.match(said, /the registry gives no answer \(405/)
    assert.equal(code, 0)
  })
})
