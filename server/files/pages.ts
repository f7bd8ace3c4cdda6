/** First pages, each drawn in a thread of its own that is given up when it takes too long: a page is a stranger's program. */
import { Worker } from 'node:worker_threads'

const PATIENCE = 10_000
const worker = new URL('pages.worker.ts', import.meta.url)

export interface Page {
  /** Four bytes each: red, green, blue, opacity. */
  pixels: Uint8Array
  width: number
  height: number
}

/** What a thread is asked. */
export interface PageRequest {
  bytes: Uint8Array
  /** Pixels, of the longer edge. */
  edge: number
}

let last: Promise<unknown> = Promise.resolve()

/** One at a time: many at once would only take each other's time. */
export function firstPage(bytes: Uint8Array, edge: number): Promise<Page> {
  const page = last.then(() => drawAside({ bytes, edge }))
  last = page.catch(() => undefined)
  return page
}

async function drawAside(workerData: PageRequest) {
  const thread = new Worker(worker, { workerData, stdout: true, stderr: true })
  const { promise, resolve, reject } = Promise.withResolvers<Page>()
  thread.once('message', resolve).once('error', reject)
  thread.once('exit', () => reject(new Error('The thread ended without a page.')))
  const timer = setTimeout(() => reject(new Error('The page took too long.')), PATIENCE)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    await thread.terminate()
  }
}
