/** Pictures of files, drawn anew from their pixels: nothing that a file carries beside them gets through. */
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { firstPage } from './pages.ts'
import type { Storage } from './storage.ts'

/** Pixels, of the longer edge. */
export const sizes = { thumbnail: 480, preview: 1600 }
export type Size = keyof typeof sizes

const MOST_PIXELS = 60_000_000
const LARGEST = 60_000_000
const KEPT = 48_000_000

/** What a browser shows by itself. */
export const images = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']
const PDF = 'application/pdf'
const drawable = [...images, 'image/tiff', PDF]

export const isDrawable = (type: string) => drawable.includes(type)

interface Content {
  hash: string
  type: string
  /** Bytes. */
  size: number
}

export class Pictures {
  #storage: Storage
  /** The newest last; `#weight` is what they weigh together, in bytes. */
  #drawn = new Map<string, Promise<Buffer | null>>()
  #weight = 0

  constructor(storage: Storage) {
    this.#storage = storage
  }

  /** A WebP of the image, or of the first page; null where there is nothing to draw. */
  of(file: Content, size: Size): Promise<Buffer | null> {
    const key = `${file.hash}-${size}`
    const known = this.#drawn.get(key)
    if (known) {
      this.#drawn.delete(key)
      this.#drawn.set(key, known)
      return known
    }
    const drawn = this.#draw(file, sizes[size]).catch(() => null)
    this.#drawn.set(key, drawn)
    void drawn.then((picture) => this.#weigh(picture))
    return drawn
  }

  async #draw({ hash, type, size }: Content, edge: number) {
    if (!isDrawable(type) || size > LARGEST) return null
    const bytes = await buffer(await this.#storage.read(hash))
    const picture = type === PDF ? await pageIn(bytes, edge) : sharp(bytes, { limitInputPixels: MOST_PIXELS })
    return picture
      .rotate()
      .resize(edge, edge, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .toBuffer()
  }

  async #weigh(picture: Buffer | null) {
    this.#weight += weightOf(picture)
    for (const [key, drawn] of this.#drawn) {
      if (this.#weight <= KEPT) return
      this.#drawn.delete(key)
      this.#weight -= weightOf(await drawn)
    }
  }
}

/** Nothing to draw is worth remembering, and is not free either. */
const weightOf = (picture: Buffer | null) => picture?.length ?? 1000

async function pageIn(bytes: Buffer, edge: number) {
  const { pixels, width, height } = await firstPage(bytes, edge)
  return sharp(pixels, { raw: { width, height, channels: 4 } })
}
