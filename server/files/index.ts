/** The file room: bytes coming in, bytes at rest, and small pictures of them. Who may have them is asked elsewhere. */
import { join } from 'node:path'
import type { Application } from '../declarations.ts'
import { LocalStorage, type Storage } from './storage.ts'
import { Thumbnails } from './thumbnails.ts'
import { Uploads } from './uploads.ts'

export class Files {
  readonly storage: Storage
  readonly uploads: Uploads
  readonly thumbnails: Thumbnails

  constructor(app: Application) {
    const { dataDir, fileMaxSize } = app.get('config')
    // One file system for both: what has come in is taken over by a second name.
    this.storage = new LocalStorage(join(dataDir, 'files/content'))
    this.uploads = new Uploads(join(dataDir, 'files/uploads'), fileMaxSize)
    this.thumbnails = new Thumbnails(this.storage)
  }

  stop() {
    this.uploads.stop()
  }
}
