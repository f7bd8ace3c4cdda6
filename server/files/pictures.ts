/** Pictures of files, drawn anew from their pixels: nothing that a file carries beside them gets through. */
import { partyOf, type Viewer } from '../policy/viewer.ts'
import { WorkerFailed, type WorkerPool, type Workers } from '../workers/index.ts'
import type { PictureOrder } from './pictures.worker.ts'
import type { Storage } from './storage.ts'

/** Pixels, of the longer edge. */
export const sizes = { thumbnail: 480, preview: 1600 }
export type Size = keyof typeof sizes

/** One picture. */
const limits = { size: 2, cpu: 4000, time: 60_000, memory: 1_000_000_000 }
const LARGEST = 60_000_000
const KEPT = 48_000_000

/** What a browser shows by itself. */
export const images = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']
const PDF = 'application/pdf'
const drawable = [...images, 'image/tiff', PDF]

export const isDrawable = (type: string) => drawable.includes(type)

/** One version of a file. */
interface Content {
  id: string
  version: number
  hash: string
  type: string
  /** Bytes. */
  size: number
}

export class Pictures {
  #storage: Storage
  #workers: WorkerPool<PictureOrder, Uint8Array>
  /** The newest last; `#weight` is what they weigh together, in bytes. */
  #drawn = new Map<string, Promise<Uint8Array | null>>()
  #weight = 0

  constructor(storage: Storage, workers: Workers) {
    this.#storage = storage
    this.#workers = workers.pool(new URL('pictures.worker.ts', import.meta.url), limits)
  }

  /**
   * A WebP of the image, or of the first page; null where there is nothing to draw, which is remembered too. It is kept for
   * this version of this record and for the viewer's own side: how fast it comes must not tell what others have looked at,
   * nor that the same content lies elsewhere. Throws `WorkersBusy`.
   */
  of(file: Content, size: Size, viewer: Viewer): Promise<Uint8Array | null> {
    const key = [partyOf(viewer) ?? 'staff', file.id, file.version, size].join(' ')
    const known = this.#drawn.get(key)
    if (known) {
      this.#drawn.delete(key)
      this.#drawn.set(key, known)
      return known
    }
    const drawn = this.#draw(file, sizes[size], viewer)
    this.#drawn.set(key, drawn)
    void drawn.then(
      (picture) => this.#weigh(picture),
      () => this.#drawn.delete(key)
    )
    return drawn
  }

  async #draw({ hash, type, size }: Content, edge: number, { id }: Viewer) {
    if (!isDrawable(type) || size > LARGEST) return null
    return this.#storage.withFile(hash, (path) =>
      this.#workers.run(id, [{ path, isPage: type === PDF, edge }]).catch((error) => {
        if (error instanceof WorkerFailed) return null
        throw error
      })
    )
  }

  async #weigh(picture: Uint8Array | null) {
    this.#weight += weightOf(picture)
    for (const [key, drawn] of this.#drawn) {
      if (this.#weight <= KEPT) return
      this.#drawn.delete(key)
      this.#weight -= weightOf(await drawn.catch(() => null))
    }
  }
}

/** Nothing to draw is worth remembering, and is not free either. */
const weightOf = (picture: Uint8Array | null) => picture?.length ?? 1000
