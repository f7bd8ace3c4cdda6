/** Contents in a bucket of an S3-compatible store. An object appears when all of it has arrived, in one part or in many. */
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { S3Client } from '@bradenmacdonald/s3-lite-client'
import { CannotStart, type Bucket } from '../config.ts'
import { hashOf, placeOf, type Range, type Storage } from './storage.ts'

/** Bytes. Four of them are in memory at a time; S3 takes at most 10,000. */
const PART = 16_000_000
const MOST_PARTS = 10_000

export class S3Storage implements Storage {
  #client: S3Client
  #bucket: string

  constructor({ endpoint, bucket, region, accessKey, secretKey }: Bucket) {
    this.#bucket = bucket
    this.#client = new S3Client({ endPoint: endpoint, bucket, region, accessKey, secretKey })
  }

  /** Asked by writing: a key that only reads would be found out by the first person who sends a file. */
  async ready() {
    await this.#client.putObject('strefa', 'The contents of files are kept here.').catch((error) => {
      if (error.code === 'NoSuchBucket')
        throw new CannotStart(`S3_BUCKET: there is no bucket "${this.#bucket}".`)
      throw new CannotStart(`S3_ENDPOINT: the store there cannot be used (${reason(error)}).`)
    })
  }

  async take(path: string) {
    const hash = await hashOf(path)
    const key = placeOf(hash)
    const { size } = await stat(path)
    const partSize = Math.max(PART, Math.ceil(size / MOST_PARTS))
    const bytes = Readable.toWeb(createReadStream(path)) as globalThis.ReadableStream<Uint8Array>
    await this.#client.putObject(key, bytes, { size, partSize })
    return hash
  }

  async withFile<T>(hash: string, use: (path: string) => Promise<T>) {
    const folder = await mkdtemp(join(tmpdir(), 'strefa-content-'))
    try {
      const path = join(folder, hash)
      await pipeline(await this.read(hash), createWriteStream(path, { mode: 0o600 }))
      return await use(path)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  async read(hash: string, range?: Range) {
    const key = placeOf(hash)
    const { body } = range
      ? await this.#client.getPartialObject(key, { offset: range.start, length: range.end - range.start + 1 })
      : await this.#client.getObject(key)
    return Readable.fromWeb(body as ReadableStream)
  }
}

const reason = ({ cause, message }: Error) => (cause instanceof Error ? cause.message : message)
