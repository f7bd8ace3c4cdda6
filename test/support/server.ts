import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { io, type Socket } from 'socket.io-client'
import { createApp } from '../../server/app.ts'
import type { Config } from '../../server/config.ts'
import { readLimits } from '../../server/config/limits.ts'
import type { Application } from '../../server/declarations.ts'
import { createTestDatabase } from './database.ts'

export interface Answer {
  status: number
  body: any
}

/** A real server on a free port, over its own database unless another's is given. */
export async function startTestServer({ demo = false, ...changes }: Partial<Config> = {}) {
  const url = changes.databaseUrl ?? (await createTestDatabase()).url
  const config: Config = Object.freeze({
    port: 0,
    host: '127.0.0.1',
    publicUrl: 'http://localhost',
    dataDir: `${tmpdir()}/strefa-${randomUUID()}`,
    sessionSecret: 'a secret of the tests',
    smtpUrl: undefined,
    devMail: undefined,
    mailFrom: 'Strefa <strefa@localhost>',
    fileMaxSize: 5_000_000,
    bucket: undefined,
    exportKeepDays: 30,
    securityKeepDays: 365,
    limits: readLimits((name) => ({ STREFA_LIMITS: 'off' })[name]),
    quotas: { exportsRunning: 1000, uploadsBegun: 1000, kept: 1e12, diskFloor: 0 },
    trustedProxies: [],
    mailDigestHour: 7,
    ...changes,
    databaseUrl: url,
    demo
  })
  const app = await createApp(config)
  await (app as any).listen(config.port, '127.0.0.1')
  const base = `http://127.0.0.1:${((app as any).server.address() as AddressInfo).port}`
  return {
    app,
    base,
    /** The code with which the firm can be set up; null once it is. */
    setupCode: (): Promise<string | null> => app.service('setup').code(),
    stop: () => app.teardown(),
    signIn: (email: string, password: string) => Person.signIn(app, base, email, password)
  }
}

/** Someone signed in: asks over REST, and listens on a socket. */
export class Person {
  id = ''
  token = ''
  base: string
  app: Application
  socket: Socket | undefined
  heard: { name: string; data: any; cursor: string }[] = []

  constructor(app: Application, base: string) {
    this.app = app
    this.base = base
  }

  static async signIn(app: Application, base: string, email: string, password: string) {
    const person = new Person(app, base)
    const { body } = await person.ask('POST', 'authentication', { strategy: 'local', email, password })
    return Object.assign(person, { id: body.user.id, token: body.accessToken })
  }

  async ask(method: string, path: string, data?: object): Promise<Answer> {
    const response = await fetch(`${this.base}/api/${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(this.token && { authorization: `Bearer ${this.token}` })
      },
      body: data && JSON.stringify(data)
    })
    return { status: response.status, body: await response.json() }
  }

  async listen() {
    const socket = io(this.base, { transports: ['websocket'], forceNew: true })
    this.socket = socket
    socket.onAny((name, data, meta) => this.heard.push({ name, data, cursor: meta?.cursor }))
    await new Promise<void>((resolve) => socket.on('connect', () => resolve()))
    await this.call('create', 'authentication', { strategy: 'jwt', accessToken: this.token })
  }

  call(...args: unknown[]): Promise<any> {
    return new Promise((resolve, reject) =>
      this.socket!.emit(args[0] as string, ...args.slice(1), (error: unknown, result: unknown) =>
        error ? reject(error) : resolve(result)
      )
    )
  }

  /** Waits for an event that is known to come. */
  async hears(name: string, matches: (data: any) => boolean) {
    while (!this.heard.some((event) => event.name === name && matches(event.data)))
      await new Promise((resolve) => this.socket!.onAny(function once() { resolve(undefined) })) // prettier-ignore
  }
}
