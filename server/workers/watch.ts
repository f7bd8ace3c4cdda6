/** Kills its own process when the work goes past its limits: it has a thread of its own, which the work cannot hold up. */
import { parentPort, workerData } from 'node:worker_threads'

const { cpu, memory, parent }: { cpu: number; memory: number; parent: number } = workerData
/** Milliseconds. */
const OFTEN = 25
let since: NodeJS.CpuUsage | null = null

parentPort!.on('message', (word) => (since = word === 'begin' ? process.cpuUsage() : null))
check()
setInterval(check, OFTEN)
parentPort!.postMessage('watching')

function check() {
  if (isOverdue() || process.memoryUsage.rss() > memory || process.ppid !== parent)
    process.kill(process.pid, 'SIGKILL')
}

function isOverdue() {
  if (!since) return false
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000 > cpu
}
