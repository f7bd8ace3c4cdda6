import assert from 'node:assert/strict'
import { readLimits, type LimitSettings } from '../../server/config/limits.ts'
import { Counter } from '../../server/limits/counter.ts'
import { networkOf } from '../../server/limits/index.ts'
import { clientOf } from '../../server/security/client.ts'
import { createTestDatabase } from '../support/database.ts'
import { startTestServer } from '../support/server.ts'

const limits = (environment: Record<string, string>) => readLimits((name) => environment[name])

describe('a limit', function () {
  this.timeout(60_000)
  const served = async (
    settings: LimitSettings,
    use: (servers: Awaited<ReturnType<typeof startTestServer>>[]) => unknown,
    nodes = 1
  ) => {
    const { url: databaseUrl } = await createTestDatabase()
    const servers = []
    for (let node = 0; node < nodes; node++)
      servers.push(await startTestServer({ databaseUrl, limits: settings }))
    try {
      await use(servers)
    } finally {
      for (const { stop } of servers) await stop()
    }
  }

  it('strikes after so many, says when to come back, and leaves others alone', () =>
    served(limits({ LIMIT_EXPORTS: '2/1h' }), async ([server]) => {
      const counted = server!.app.get('limits')
      await counted.consume('exports', 'a')
      await counted.consume('exports', 'a')
      await assert.rejects(counted.consume('exports', 'a'), (error: any) => {
        assert.equal(error.code, 429)
        assert.ok(error.data.retryAfter > 3500 && error.data.retryAfter <= 3600)
        assert.match(error.message, /try again in 60 min/)
        return true
      })
      await counted.consume('exports', 'b')
      await counted.giveBack('exports', 'b', 1)
      await counted.consume('exports', 'b', { points: 2 })
    }))

  it('is noted in the security log once, however often it strikes', () =>
    served(limits({ LIMIT_EXPORTS: '1/1h' }), async ([server]) => {
      const { app } = server!
      const client = { address: '192.0.2.7', agent: 'curl' }
      for (let n = 0; n < 5; n++)
        await app
          .get('limits')
          .consume('exports', 'a', { client })
          .catch(() => {})
      const noted = () => app.get('db')('securityEvents').where({ kind: 'limit-exceeded' })
      while ((await noted()).length === 0);
      const [event, ...more] = await noted()
      assert.deepEqual([event.details, event.address, more.length], [{ limit: 'exports' }, '192.0.2.7', 0])
    }))

  it('is counted for all nodes together where PostgreSQL counts', () =>
    served(
      limits({ LIMIT_EXPORTS: '2/1h', LIMITS_STORE: 'postgres' }),
      async ([one, other]) => {
        await one!.app.get('limits').consume('exports', 'a')
        await other!.app.get('limits').consume('exports', 'a')
        await assert.rejects(one!.app.get('limits').consume('exports', 'a'), { code: 429 })
        await assert.rejects(other!.app.get('limits').consume('exports', 'a'), { code: 429 })
      },
      2
    ))

  it('is lifted by STREFA_LIMITS=off', () =>
    served(limits({ LIMIT_EXPORTS: '1/1h', STREFA_LIMITS: 'off' }), async ([server]) => {
      for (let n = 0; n < 5; n++) await server!.app.get('limits').consume('exports', 'a')
    }))

  it('keeps a bounded number of keys of one length, whatever is asked', async () => {
    const counter = new Counter({ name: 'some', points: 5, seconds: 60 })
    for (let n = 0; n < 30_000; n++) await counter.consume(`${n}`.repeat(100), 1)
    assert.equal(counter.size, 20_000)
  })
})

describe('where a call comes from', () => {
  const from = (peer: string, forwarded?: string, proxies: string[] = []) =>
    clientOf(proxies)({
      socket: { remoteAddress: peer },
      headers: { 'x-forwarded-for': forwarded }
    } as never).address

  it('is the peer, whatever it writes into X-Forwarded-For', () => {
    assert.equal(from('203.0.113.5', '10.0.0.1'), '203.0.113.5')
    assert.equal(from('::ffff:203.0.113.5', '10.0.0.1', ['127.0.0.1']), '203.0.113.5')
  })

  it('is what trusted proxies say, up to the first that is none', () => {
    assert.equal(from('127.0.0.1', '1.2.3.4, 203.0.113.5', ['127.0.0.1']), '203.0.113.5')
    assert.equal(from('10.0.0.3', '1.2.3.4, 203.0.113.5, 10.9.9.9', ['10.0.0.0/8']), '203.0.113.5')
    assert.equal(from('fd00::1', '2001:db8::1', ['fd00::/8']), '2001:db8::1')
    assert.equal(from('127.0.0.1', 'nonsense', ['127.0.0.1']), '127.0.0.1')
    assert.equal(from('127.0.0.1', undefined, ['127.0.0.1']), '127.0.0.1')
  })

  it('counts as one for all of an IPv6 /64, and apart for each IPv4 address', () => {
    assert.equal(networkOf('2001:db8:1:2::1'), networkOf('2001:0DB8:1:2:ffff:1:2:3'.toLowerCase()))
    assert.notEqual(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'))
    assert.equal(networkOf('::1'), '0:0:0:0')
    assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0')
    assert.notEqual(networkOf('192.0.2.1'), networkOf('192.0.2.2'))
  })
})
