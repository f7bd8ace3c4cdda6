import { parentPort, workerData } from 'node:worker_threads'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import type { Page, PageRequest } from './pages.ts'

const { bytes, edge }: PageRequest = workerData
const library = await PDFiumLibrary.init()
const page = (await library.loadDocument(bytes)).getPage(0)
const { originalWidth, originalHeight } = page.getOriginalSize()
const { data, width, height } = await page.render({
  scale: edge / Math.max(originalWidth, originalHeight),
  render: 'bitmap'
})
parentPort!.postMessage({ pixels: data, width, height } satisfies Page)
