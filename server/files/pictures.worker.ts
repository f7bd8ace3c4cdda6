/** The process that draws pictures: an image or a page is a stranger's program. */
import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { serve } from '../workers/serve.ts'
import { firstPage } from './pages.ts'

export interface PictureOrder {
  /** Where its bytes lie. */
  path: string
  isPage: boolean
  /** Pixels, of the longer edge. */
  edge: number
}

/** Of an image as it says of itself, before a pixel of it is read. */
const MOST_PIXELS = 60_000_000

sharp.cache(false)
sharp.concurrency(1)

serve<PictureOrder, Uint8Array>(async ([order]) => {
  const { path, isPage, edge } = order!
  const picture = isPage ? await pageIn(path, edge) : sharp(path, { limitInputPixels: MOST_PIXELS })
  return picture
    .rotate()
    .resize(edge, edge, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer()
})

async function pageIn(path: string, edge: number) {
  const { pixels, width, height } = await firstPage(await readFile(path), edge)
  return sharp(pixels, { raw: { width, height, channels: 4 } })
}
