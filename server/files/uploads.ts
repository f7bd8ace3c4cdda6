/** Bytes on their way in, by the tus protocol: an upload is its uploader's alone, and nothing else sees it. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { FileStore } from '@tus/file-store'
import { EVENTS, Server, Upload } from '@tus/server'
import { say, type Message } from '../language/index.ts'
import type { Viewer } from '../policy/viewer.ts'

/** Milliseconds since its last byte: over a weekend. */
const KEPT = 72 * 3_600_000
const SWEEP = 3_600_000

export interface WholeUpload {
  path: string
  size: number
}

export class Uploads {
  #folder: string
  #store: FileStore
  #server: Server
  #who = new AsyncLocalStorage<Viewer>()
  #timer: NodeJS.Timeout | undefined
  /** Whose uploads lie here, and how many bytes they will have. */
  #begun = new Map<string, { userId: string; size: number }>()

  /** `largest` in bytes. */
  constructor(folder: string, largest: number) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#folder = folder
    this.#store = new FileStore({ directory: folder })
    this.#server = new Server({
      path: '/uploads',
      generateUrl: (_request, { id }) => `/api/uploads/${id}`,
      datastore: this.#store,
      maxSize: largest,
      namingFunction: () => randomUUID(),
      onIncomingRequest: async ({ method }, id) => {
        if (method !== 'POST') await this.#refuseStrangers(id)
      },
      onUploadCreate: async (_request, { id, size }) => {
        if (!size) throw this.#refusal(400, 'fileEmpty')
        const userId = this.#viewer().id
        this.#begun.set(id, { userId, size })
        return { metadata: { userId } }
      },
      onResponseError: (_request, error) =>
        'status_code' in error && error.status_code === 413
          ? this.#refusal(413, 'fileTooLarge', { limit: `${Math.floor(largest / 1_000_000)} MB` })
          : undefined
    })
    this.#server.on(EVENTS.POST_TERMINATE, (_request, _response, id) => this.#begun.delete(id))
  }

  async start() {
    await this.sweep()
    await this.#count()
    this.#timer = setInterval(() => void this.sweep().catch(() => {}), SWEEP).unref()
  }

  /** Takes away what nobody has sent anything to for long, whole or not. */
  async sweep() {
    for (const id of new Set((await readdir(this.#folder)).map((name) => name.replace(/\.json$/, ''))))
      if ((await this.#touched(id)) < Date.now() - KEPT) await this.forget(id)
  }

  handle(viewer: Viewer, request: IncomingMessage, response: ServerResponse) {
    return this.#who.run(viewer, () => this.#server.handle(request, response))
  }

  /** A whole upload of this person's, or null. */
  async whole(id: string, viewer: Viewer): Promise<WholeUpload | null> {
    const upload = await this.#find(id)
    if (upload?.metadata?.userId !== viewer.id || !upload.size || upload.offset !== upload.size) return null
    return { path: join(this.#folder, id), size: upload.size }
  }

  /** The same from inside; answers its id. */
  async bring(bytes: Buffer, viewer: Viewer): Promise<string> {
    const id = randomUUID()
    await this.#store.create(
      new Upload({ id, size: bytes.length, offset: 0, metadata: { userId: viewer.id } })
    )
    await this.#store.write(Readable.from([bytes]), id, 0)
    this.#begun.set(id, { userId: viewer.id, size: bytes.length })
    return id
  }

  /** The sizes of what this person has begun and not made a file of, in bytes. */
  begunBy({ id }: Viewer) {
    return [...this.#begun.values()].flatMap(({ userId, size }) => (userId === id ? size : []))
  }

  async forget(id: string) {
    this.#begun.delete(id)
    for (const name of partsOf(id)) await rm(join(this.#folder, name), { force: true })
  }

  stop() {
    clearInterval(this.#timer)
  }

  async #count() {
    for (const id of await readdir(this.#folder)) {
      const upload = await this.#find(id)
      if (upload?.metadata?.userId)
        this.#begun.set(id, { userId: upload.metadata.userId, size: upload.size ?? 0 })
    }
  }

  async #refuseStrangers(id: string) {
    if ((await this.#find(id))?.metadata?.userId !== this.#viewer().id) throw this.#refusal(404, 'notFound')
  }

  /** Milliseconds since 1970. */
  async #touched(id: string) {
    const times = await Promise.all(
      partsOf(id).map((name) =>
        stat(join(this.#folder, name)).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0
        )
      )
    )
    return Math.max(...times)
  }

  #find = (id: string) => (isId(id) ? this.#store.getUpload(id).catch(() => null) : null)
  #viewer = () => this.#who.getStore() as Viewer
  #refusal = (status_code: number, code: Message, values?: Record<string, string>) => ({
    status_code,
    body: say(this.#viewer().locale, code, values)
  })
}

/** The bytes, and what is known of them. */
const partsOf = (id: string) => [id, `${id}.json`]

const isId = (id: string) => /^[0-9a-f-]{36}$/.test(id)
