import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { CannotStart } from '../../server/config.ts'
import { LocalStorage } from '../../server/files/storage.local.ts'
import { S3Storage } from '../../server/files/storage.s3.ts'
import type { Storage } from '../../server/files/storage.ts'
import { openBucket } from '../support/bucket.ts'

interface Driver {
  storage: Storage
  /** Where the bytes come to lie. */
  folder: string
  close(): Promise<void>
}

const drivers: Record<string, (folder: string) => Promise<Driver>> = {
  'a folder': async (folder) => ({ storage: new LocalStorage(folder), folder, close: async () => {} }),
  'an S3 bucket': async () => {
    const { bucket, ...place } = await openBucket()
    return { storage: new S3Storage(bucket), ...place }
  }
}

for (const [name, open] of Object.entries(drivers))
  describe(`contents kept in ${name}`, function () {
    this.timeout(60_000)
    let home: string
    let driver: Driver
    let storage: Storage

    before(async () => {
      home = await mkdtemp(join(tmpdir(), 'strefa-storage-'))
      driver = await open(join(home, 'content'))
      storage = driver.storage
      await storage.ready()
    })
    after(async () => {
      await driver.close()
      await rm(home, { recursive: true })
    })

    const come = async (bytes: Buffer) => {
      const path = join(home, 'come')
      await writeFile(path, bytes)
      return storage.take(path)
    }
    const kept = async (hash: string) =>
      (await readdir(driver.folder, { recursive: true })).filter((path) => path.includes(hash)).length

    it('lie under their hash, and come out as they went in', async () => {
      const bytes = Buffer.from('zażółć gęślą jaźń')
      const hash = await come(bytes)
      assert.equal(hash, createHash('sha256').update(bytes).digest('hex'))
      assert.deepEqual(await buffer(await storage.read(hash)), bytes)
    })

    it('come out in part', async () => {
      const hash = await come(Buffer.from('0123456789'))
      const part = async (start: number, end: number) =>
        (await buffer(await storage.read(hash, { start, end }))).toString()
      assert.deepEqual(
        [await part(0, 1), await part(2, 4), await part(9, 9), await part(0, 9)],
        ['01', '234', '9', '0123456789']
      )
    })

    it('are kept once, however often and by however many they are sent', async () => {
      const bytes = Buffer.alloc(100_000, 'to samo')
      const path = join(home, 'same')
      await writeFile(path, bytes)
      const hashes = await Promise.all([1, 2, 3, 4].map(() => storage.take(path)))
      assert.equal(new Set([...hashes, await come(bytes)]).size, 1)
      assert.deepEqual(await buffer(await storage.read(hashes[0]!)), bytes)
      const before = await kept(hashes[0]!)
      await storage.take(path)
      assert.equal(await kept(hashes[0]!), before)
    })

    it('are written whether or not they were there: the time that it takes tells nobody what others have', async () => {
      const bytes = Buffer.from('umowa, o której nikt nie wie')
      const hash = await come(bytes)
      const written = async () => {
        const paths = await readdir(driver.folder, { recursive: true })
        const { ino, mtimeMs, ctimeMs } = await stat(
          join(
            driver.folder,
            paths.find((path) => path.includes(hash))!
          )
        )
        return `${ino} ${mtimeMs} ${ctimeMs}`
      }
      const before = await written()
      await rm(join(home, 'come'))
      assert.equal(await come(bytes), hash)
      assert.notEqual(await written(), before)
      assert.deepEqual(await buffer(await storage.read(hash)), bytes)
    })

    it('are whole when they are larger than what is sent at a time', async () => {
      const bytes = Buffer.alloc(40_000_000)
      for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(at, at)
      const hash = await come(bytes)
      assert.equal(
        createHash('sha256')
          .update(await buffer(await storage.read(hash)))
          .digest('hex'),
        hash
      )
      const middle = await buffer(await storage.read(hash, { start: 15_999_998, end: 16_000_005 }))
      assert.deepEqual(middle, bytes.subarray(15_999_998, 16_000_006))
    })

    it('that are not there are an error, not nothing', async () => {
      await assert.rejects(async () => buffer(await storage.read('0'.repeat(64))))
    })
  })

describe('an S3 bucket that cannot be used', () => {
  it('stops the start in a sentence that names the variable', async () => {
    const { bucket, close } = await openBucket()
    const refusal = (changes: object) =>
      new S3Storage({ ...bucket, ...changes }).ready().then(
        () => 'ready',
        (error) => (error instanceof CannotStart ? error.message : String(error))
      )
    assert.equal(await refusal({}), 'ready')
    assert.match(await refusal({ bucket: 'another' }), /^S3_BUCKET: there is no bucket "another"/)
    assert.match(await refusal({ secretKey: 'wrong' }), /^S3_ENDPOINT: the store there cannot be used/)
    await close()
    assert.match(await refusal({}), /^S3_ENDPOINT: the store there cannot be used/)
  })
})
