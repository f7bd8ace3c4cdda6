/** The one PostgreSQL that both contenders with a database use, durable as in production. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

/** Linux counts a process's time in hundredths of a second. */
const TICKS = 100

export class Postgres {
  private url: string
  private pid: number

  private constructor(url: string, pid: number) {
    this.url = url
    this.pid = pid
  }

  static async at(url: string, dataDir: string) {
    const file = await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')
    return new Postgres(url, Number.parseInt(file))
  }

  /** An empty database, and its address. */
  async database(name: string) {
    const database = `bench_${name.replace('-', '_')}`
    await this.query(`create database ${database}`)
    return this.url.replace(/\/[^/]+$/, `/${database}`)
  }

  async version(): Promise<string> {
    return (await this.query('show server_version')).rows[0].server_version
  }

  /** CPU seconds of the postmaster and all its processes so far; NaN where the system does not tell. */
  async cpu(): Promise<number> {
    const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
    if (pids.length === 0) return NaN
    const times = await Promise.all(pids.map((pid) => this.timesOf(Number(pid))))
    return times.reduce((sum, time) => sum + time, 0) / TICKS
  }

  private async timesOf(pid: number) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    const [, parent, ...rest] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    if (pid !== this.pid && parent !== this.pid) return 0
    const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = rest.slice(9, 13)
    return user + system + (pid === this.pid ? childrenUser + childrenSystem : 0)
  }

  private async query(sql: string) {
    const client = new pg.Client({ connectionString: this.url })
    await client.connect()
    return client.query(sql).finally(() => client.end())
  }
}
