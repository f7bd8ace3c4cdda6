import type { Application } from '../declarations.ts'

export class Mail {
  #app: Application

  constructor(app: Application) {
    this.#app = app
  }

  async start() {
    void this.#app
  }

  async stop() {}

  async page(_ctx: unknown): Promise<boolean> {
    return false
  }
}
