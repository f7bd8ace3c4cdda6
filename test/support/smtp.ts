import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface Received extends ParsedMail {
  recipient: string
  source: string
}

/** A real SMTP server that keeps what it is given. */
export class MailServer {
  received: Received[] = []
  port = 0
  /** Held back until it resolves: a server that is slow to greet. */
  greeting: Promise<unknown> = Promise.resolve()
  /** Recipients that it does not know. */
  unknown = new Set<string>()
  #server: SMTPServer | null = null

  get url() {
    return `smtp://127.0.0.1:${this.port}`
  }

  /** On the same port as before, if it was up already. */
  async start() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      onConnect: (_session, done) => void this.greeting.then(() => done()),
      onRcptTo: ({ address }, _session, done) =>
        done(
          this.unknown.has(address)
            ? Object.assign(new Error('5.1.1 No such mailbox'), { responseCode: 550 })
            : null
        ),
      onData: (stream, session, done) =>
        void this.#keep(stream, session.envelope.rcptTo).then(() => done(), done)
    })
    this.#server.on('error', () => {})
    const listening = this.#server.listen(this.port, '127.0.0.1')
    await once(listening, 'listening')
    this.port = (listening.address() as AddressInfo).port
  }

  async stop() {
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()))
    this.#server = null
  }

  to(email: string) {
    return this.received.filter(({ recipient }) => recipient === email)
  }

  async #keep(stream: AsyncIterable<Buffer>, recipients: { address: string }[]) {
    const source = Buffer.concat(await Array.fromAsync(stream))
    const mail = await simpleParser(source)
    for (const { address } of recipients)
      this.received.push({ ...mail, recipient: address, source: source.toString() })
  }
}
