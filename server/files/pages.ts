/** First pages, drawn by PDFium in WebAssembly. */
import { PDFiumLibrary } from '@hyzyla/pdfium'

export interface Page {
  /** Four bytes each: red, green, blue, opacity. */
  pixels: Uint8Array
  width: number
  height: number
}

const library = PDFiumLibrary.init()

/** `edge` in pixels, of the longer edge: a page is drawn as large as it is shown, however large it says it is. */
export async function firstPage(bytes: Uint8Array, edge: number): Promise<Page> {
  const document = await (await library).loadDocument(bytes)
  try {
    const page = document.getPage(0)
    const { originalWidth, originalHeight } = page.getOriginalSize()
    const scale = edge / Math.max(originalWidth, originalHeight)
    const { data, width, height } = await page.render({ scale, render: 'bitmap' })
    return { pixels: data, width, height }
  } finally {
    document.destroy()
  }
}
