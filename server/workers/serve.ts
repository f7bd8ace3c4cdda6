/** What a process of the pool runs: the work, and beside it a thread that watches over its limits. */
import { Worker } from 'node:worker_threads'
import type { Answer, Order } from './process.ts'

const { cpu, memory }: { cpu: number; memory: number } = JSON.parse(process.argv[2]!)

/** `work` gets all parts that were sent; what it answers, or the message of what it throws, goes back. */
export function serve<Part, Output>(work: (parts: Part[]) => Promise<Output>) {
  let parts: Part[] = []
  const watch = new Worker(new URL('watch.ts', import.meta.url), {
    workerData: { cpu, memory, parent: process.ppid }
  })
  const answer = (message: Answer) => void process.send!(message)
  process.on('disconnect', () => process.exit())
  process.on('message', async (order: Order) => {
    if ('part' in order) return void parts.push(order.part as Part)
    const given = parts
    parts = []
    watch.postMessage('begin')
    try {
      const output = await work(given)
      // What has grown once does not shrink: a new process takes its place.
      answer({ output, isFull: process.memoryUsage.rss() > memory / 2 })
    } catch (error) {
      answer({ error: error instanceof Error ? error.message : 'It failed.' })
    }
    watch.postMessage('end')
  })
  watch.once('message', () => answer({ ready: true }))
}
