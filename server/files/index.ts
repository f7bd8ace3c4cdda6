/** The file room: bytes coming in, bytes at rest, and pictures of them. Who may have them is asked elsewhere. */
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Application } from '../declarations.ts'
import { Pictures } from './pictures.ts'
import { LocalStorage } from './storage.local.ts'
import { S3Storage } from './storage.s3.ts'
import type { Storage } from './storage.ts'
import { Uploads } from './uploads.ts'

/** One file system for uploads and local contents: what has come in is taken over by a second name. */
export const storageOf = ({ dataDir, bucket }: Pick<Config, 'dataDir' | 'bucket'>): Storage =>
  bucket ? new S3Storage(bucket) : new LocalStorage(join(dataDir, 'files/content'))

export class Files {
  readonly storage: Storage
  readonly uploads: Uploads
  readonly pictures: Pictures

  constructor(app: Application) {
    const { dataDir, fileMaxSize, bucket } = app.get('config')
    this.storage = storageOf({ dataDir, bucket })
    this.uploads = new Uploads(join(dataDir, 'files/uploads'), fileMaxSize)
    this.pictures = new Pictures(this.storage, app.get('workers'))
  }

  /** Throws `CannotStart`. */
  async start() {
    await this.storage.ready()
    await this.uploads.start()
  }

  stop() {
    this.uploads.stop()
  }
}
