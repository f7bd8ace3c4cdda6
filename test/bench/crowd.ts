/** The clients' process, seen from the bench. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Order, Outcome, Pace } from './clients.ts'
import type { Stage } from './contenders/serve.ts'

export class Clients {
  private child: ChildProcess

  private constructor(child: ChildProcess) {
    this.child = child
  }

  static async start() {
    const child = fork(fileURLToPath(new URL('clients.ts', import.meta.url)))
    await once(child, 'message')
    return new Clients(child)
  }

  async connect(stage: Stage, sockets: number) {
    await this.order({ order: 'connect', stage, sockets })
  }

  write({ writers, seconds, after }: Pace, comment: object, filling: number): Promise<Outcome> {
    return this.order({ order: 'write', writers, seconds, after, comment, filling })
  }

  async leave() {
    await this.order({ order: 'leave' })
  }

  [Symbol.dispose]() {
    this.child.disconnect()
  }

  private async order(order: Order): Promise<Outcome> {
    this.child.send(order)
    const [answer] = await once(this.child, 'message')
    if (answer.error) throw new Error(`A client: ${answer.error}`)
    return answer
  }
}
