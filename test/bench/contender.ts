/** The contenders, each a process of its own, asked over IPC. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Question, Stage, Usage } from './contenders/serve.ts'

export const contenders = ['strefa', 'room', 'frame', 'feathers-knex', 'feathers-memory'] as const
export type Name = (typeof contenders)[number]

/** What a delivered event measures on the wire, on average. */
const BYTES = 543

interface Options {
  databaseUrl: string
  dataDir: string
  sockets: number
  profile: boolean
}

export class Contender {
  name: Name
  /** How long a text has to be for the event to measure `BYTES`; what else it carries differs between contenders. */
  filling = 200
  private child: ChildProcess
  private ended: Promise<number | null>

  private constructor(name: Name, child: ChildProcess) {
    this.name = name
    this.child = child
    this.ended = once(child, 'exit').then(([code]) => code)
  }

  static async start(name: Name, { databaseUrl, dataDir, sockets, profile }: Options) {
    const child = fork(fileURLToPath(new URL(`contenders/${name}.ts`, import.meta.url)), {
      execArgv: ['--expose-gc', ...(profile ? ['--cpu-prof', `--cpu-prof-name=${name}.cpuprofile`] : [])],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        DATABASE_URL: databaseUrl,
        DATA_DIR: dataDir,
        SOCKETS: `${sockets}`
      }
    })
    const contender = new Contender(name, child)
    await contender.answer()
    return contender
  }

  stage(sockets: number): Promise<Stage> {
    return this.ask({ ask: 'stage', sockets })
  }

  usage({ collect = false } = {}): Promise<Usage> {
    return this.ask({ ask: 'usage', collect })
  }

  /** Once is enough: what surrounds the text does not change its length. */
  fill(bytes: number) {
    this.filling += Math.round(BYTES - bytes)
  }

  async [Symbol.asyncDispose]() {
    if (this.child.connected) this.child.send({ ask: 'stop' } satisfies Question)
    await this.ended
  }

  private ask<T>(question: Question): Promise<T> {
    this.child.send(question)
    return this.answer() as Promise<T>
  }

  private async answer() {
    const answer = await Promise.race([once(this.child, 'message'), this.ended])
    if (Array.isArray(answer)) return answer[0]
    throw new Error(`${this.name} ended with ${answer}.`)
  }
}
