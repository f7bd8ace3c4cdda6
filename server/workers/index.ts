/**
 * Work on what strangers wrote or drew, in processes of its own: each piece has limits of time and memory and is killed when
 * past them, while the server goes on. What runs there gets none of the server's secrets.
 */
import { WorkerPool, type PoolOptions } from './pool.ts'
import type { WorkerLimits } from './process.ts'

export { WorkerFailed, WorkersBusy } from './process.ts'
export type { WorkerPool } from './pool.ts'

export class Workers {
  /** What every process gets in place of its pool's own limits. */
  limits: Partial<WorkerLimits> = {}
  #pools: { stop(): void; pids: number[] }[] = []

  /** `module` calls `serve` with the work itself; see `serve.ts`. Nothing runs until it is asked for. */
  pool<Part, Output>(module: URL, options: PoolOptions): WorkerPool<Part, Output> {
    const pool = new WorkerPool<Part, Output>(module, () => ({ ...options, ...this.limits }))
    this.#pools.push(pool)
    return pool
  }

  /** Ids of the processes there are now. */
  get pids() {
    return this.#pools.flatMap(({ pids }) => pids)
  }

  stop() {
    for (const pool of this.#pools) pool.stop()
  }
}
