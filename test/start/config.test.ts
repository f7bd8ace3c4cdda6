import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CannotStart, readConfig } from '../../server/config.ts'
import { withFolder } from '../support/strefa.ts'

describe('the configuration', () => {
  it('needs nothing to be set', () =>
    withFolder(async (DATA_DIR) => {
      const config = readConfig({ DATA_DIR })
      const { port, host, publicUrl, databaseUrl, demo } = config
      assert.deepEqual(
        { port, host, publicUrl, databaseUrl, demo },
        {
          port: 3030,
          host: '127.0.0.1',
          publicUrl: 'http://localhost:3030',
          databaseUrl: undefined,
          demo: true
        }
      )
      assert.ok(Object.isFrozen(config))
    }))

  it('shows no demo firm in a database of one’s own, unless asked to', () =>
    withFolder(async (DATA_DIR) => {
      const DATABASE_URL = 'postgres://me@localhost/strefa'
      assert.equal(readConfig({ DATA_DIR, DATABASE_URL }).demo, false)
      assert.equal(readConfig({ DATA_DIR, DATABASE_URL, STREFA_DEMO: 'on' }).demo, true)
      assert.equal(readConfig({ DATA_DIR, STREFA_DEMO: 'off' }).demo, false)
    }))

  it('makes a session secret once, and lets nobody else read it', () =>
    withFolder(async (DATA_DIR) => {
      const { sessionSecret } = readConfig({ DATA_DIR })
      assert.equal(Buffer.from(sessionSecret, 'base64url').length, 32)
      assert.equal(readConfig({ DATA_DIR }).sessionSecret, sessionSecret)
      assert.equal(readFileSync(join(DATA_DIR, 'session-secret'), 'utf8'), sessionSecret)
      assert.equal(statSync(join(DATA_DIR, 'session-secret')).mode & 0o777, 0o600)
    }))

  const wrong = {
    PORT: ['0', '65536', '3030x', '-1', '80.5'],
    PUBLIC_URL: ['strefa.example', 'ftp://strefa.example'],
    DATABASE_URL: ['mysql://localhost/strefa', 'strefa'],
    SMTP_URL: ['mail.example', 'http://mail.example'],
    STREFA_DEMO: ['maybe'],
    STREFA_DEV_MAIL: ['maybe'],
    SESSION_SECRET: ['short'],
    MAIL_FROM: ['Strefa', 'Strefa <>', 'a@b\nBcc: c@d'],
    MAIL_DIGEST_HOUR: ['24', 'seven'],
    EXPORT_KEEP_DAYS: ['0', 'ever'],
    FILE_MAX_MB: ['0', '1.5', 'much'],
    QUOTA_GB: ['0', 'much'],
    DISK_FLOOR_GB: ['-1'],
    LIMIT_SIGN_IN: ['many', '0/1m', '10/', '10/2d', '10/48h', '10/15m/1'],
    LIMIT_PENDING_SOCKET: ['0', 'all'],
    LIMITS_STORE: ['redis'],
    STREFA_LIMITS: ['some'],
    TRUSTED_PROXIES: ['proxy.example', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.1 10.0.0.2'],
    DATA_DIR: ['/proc/strefa', '/dev/null']
  }
  for (const [name, values] of Object.entries(wrong))
    for (const value of values)
      it(`refuses ${name}=${JSON.stringify(value)} in a sentence that names it`, () =>
        withFolder(async (DATA_DIR) =>
          assert.throws(
            () => readConfig({ DATA_DIR, [name]: value }),
            (error) => error instanceof CannotStart && error.message.startsWith(name)
          )
        ))

  it('takes all that leads to a bucket, or names what is missing', () =>
    withFolder(async (DATA_DIR) => {
      const bucket = {
        ...{ S3_ENDPOINT: 'https://store.example/', S3_BUCKET: 'files' },
        ...{ S3_ACCESS_KEY_ID: 'key', S3_SECRET_ACCESS_KEY: 'secret' }
      }
      assert.equal(readConfig({ DATA_DIR }).bucket, undefined)
      assert.deepEqual(readConfig({ DATA_DIR, ...bucket }).bucket, {
        ...{ endpoint: 'https://store.example', bucket: 'files', region: 'us-east-1' },
        ...{ accessKey: 'key', secretKey: 'secret' }
      })
      for (const name of Object.keys(bucket))
        assert.throws(
          () => readConfig({ DATA_DIR, ...bucket, [name]: '' }),
          (error: Error) => error instanceof CannotStart && error.message.startsWith(`${name} is missing`)
        )
      assert.throws(
        () => readConfig({ DATA_DIR, ...bucket, S3_ENDPOINT: 'store.example' }),
        /S3_ENDPOINT must be/
      )
    }))

  it('never repeats an address that may carry a password', () =>
    assert.throws(
      () => readConfig({ DATABASE_URL: 'mysql://me:secret@localhost/strefa' }),
      (error: Error) => !error.message.includes('secret')
    ))
})
