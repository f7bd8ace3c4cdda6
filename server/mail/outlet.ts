/** Where mails leave: an SMTP server, or files in the outbox. Both take a letter only after they have been opened. */
import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection from 'nodemailer/lib/smtp-connection'

export type Letter = SendMailOptions

export interface Outlet {
  open(): Promise<Post>
}

export interface Post extends AsyncDisposable {
  /** Resolves when the other side has taken it over. */
  hand(id: string, letter: Letter): Promise<void>
}

/** The server says that there is no such mailbox: trying again would be no use. */
export class Refused extends Error {
  override name = 'Refused'
}

const timeouts = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000 }
const NO_SUCH_MAILBOX = /^55\d[ -]5\.1\.[1236]\b/

const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })

export class SmtpOutlet implements Outlet {
  #options: ReturnType<typeof parseConnectionUrl>

  /** `url`: smtp:// or smtps://, with a name and a password if the server wants them. */
  constructor(url: string) {
    this.#options = { ...parseConnectionUrl(url), ...timeouts }
  }

  async open(): Promise<Post> {
    const connection = new SMTPConnection(this.#options as any)
    let fail = (_error: Error): void => {}
    connection.on('error', (error: Error) => fail(error))
    const step = <T>(start: (done: (error?: Error | null, result?: T) => void) => void) =>
      new Promise<T>((resolve, reject) => {
        fail = reject
        connection.once('end', () => reject(new Error('The mail server closed the connection.')))
        start((error, result) => (error ? reject(error) : resolve(result as T)))
      })
    try {
      await step((done) => connection.connect(done as any))
      const { auth } = this.#options as any
      if (auth) await step((done) => connection.login(auth, done as any))
    } catch (error) {
      connection.close()
      throw error
    }
    return {
      async hand(_id, letter) {
        const { envelope, message } = (await composer.sendMail(letter)) as any
        await step((done) => connection.send(envelope, message, done as any)).catch((error) => {
          throw NO_SUCH_MAILBOX.test(error.response ?? '') ? new Refused(error.response) : error
        })
      },
      async [Symbol.asyncDispose]() {
        connection.quit()
      }
    }
  }
}

export class OutboxOutlet implements Outlet {
  #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** The file has the window's name: a second try writes the same file, and half a file is never seen. */
  async open(): Promise<Post> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const folder = this.#folder
    return {
      async hand(id, letter) {
        const { message } = (await composer.sendMail(letter)) as any
        const draft = join(folder, `.${randomUUID()}`)
        try {
          await using file = await open(draft, 'w', 0o600)
          await file.writeFile(message)
          await file.sync()
          await rename(draft, join(folder, `${id}.eml`))
        } finally {
          await rm(draft, { force: true })
        }
      },
      async [Symbol.asyncDispose]() {}
    }
  }
}
