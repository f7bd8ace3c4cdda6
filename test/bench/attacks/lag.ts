/** Loaded into the server before it starts: tells how late its event loop was since it was last asked. */
import { createServer } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Milliseconds between two looks; a loop that is never late would show just that. */
const RESOLUTION = 10

export interface Lag {
  /** Milliseconds. */
  p50: number
  p99: number
  max: number
}

const delay = monitorEventLoopDelay({ resolution: RESOLUTION })
delay.enable()
const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION)

createServer((_request, response) => {
  const lag: Lag = { p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), max: late(delay.max) }
  delay.reset()
  response.end(JSON.stringify(lag))
})
  .listen(Number(process.env.LAG_PORT), '127.0.0.1')
  .unref()
