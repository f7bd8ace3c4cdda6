/** An S3 server of its own, in a folder that goes with it. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from '@20minutes/s3rver'
import type { Bucket } from '../../server/config.ts'

export async function openBucket() {
  const directory = await mkdtemp(join(tmpdir(), 'strefa-s3-'))
  const name = `files-${randomUUID()}`
  const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets: [{ name }] }) // prettier-ignore
  const { port } = (await server.run()) as AddressInfo
  const bucket: Bucket = {
    ...{ endpoint: `http://127.0.0.1:${port}`, bucket: name, region: 'us-east-1' },
    ...{ accessKey: 'S3RVER', secretKey: 'S3RVER' }
  }
  return {
    bucket,
    folder: join(directory, name),
    async close() {
      await server.close()
      await rm(directory, { recursive: true })
    }
  }
}
