/** Small pictures of pictures, drawn anew from their pixels: nothing that a file carries beside them gets through. */
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import type { Storage } from './storage.ts'

const EDGE = 480
const MOST_PIXELS = 60_000_000
const LARGEST = 60_000_000
const KEPT = 200

export const drawable = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif', 'image/tiff']

export class Thumbnails {
  #storage: Storage
  /** The newest last. */
  #drawn = new Map<string, Promise<Buffer | null>>()

  constructor(storage: Storage) {
    this.#storage = storage
  }

  /** A WebP at most 480 pixels wide and high; null where there is nothing to draw. */
  of(file: { hash: string; type: string; size: number }): Promise<Buffer | null> {
    const known = this.#drawn.get(file.hash)
    this.#drawn.delete(file.hash)
    const drawn = known ?? this.#draw(file).catch(() => null)
    this.#drawn.set(file.hash, drawn)
    if (this.#drawn.size > KEPT) this.#drawn.delete(this.#drawn.keys().next().value as string)
    return drawn
  }

  async #draw({ hash, type, size }: { hash: string; type: string; size: number }) {
    if (!drawable.includes(type) || size > LARGEST) return null
    return sharp(await buffer(await this.#storage.read(hash)), { limitInputPixels: MOST_PIXELS })
      .rotate()
      .resize(EDGE, EDGE, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .toBuffer()
  }
}
