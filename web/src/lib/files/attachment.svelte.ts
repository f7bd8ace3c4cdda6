import { Upload, type DetailedError } from 'tus-js-client'
import { live } from '#lib/live/live.svelte.ts'
import { m } from '#lib/paraglide/messages.js'

/** A whole upload, as a comment or a file takes it. */
export interface Whole {
  id: string
  name: string
  size: number
}

const CHUNK = 8_000_000
const RETRIES = [0, 1000, 3000, 5000, 10_000, 20_000]

/** One file on its way to the server, by tus: it goes on where it stopped, also when the same file is chosen after a reload. */
export class Attachment {
  readonly name: string
  readonly size: number
  #upload: Upload | null = null
  #sent = $state(0)
  #state = $state<'sending' | 'paused' | 'waiting' | 'failed' | 'whole'>('sending')
  #error = $state('')
  #id = $state<string | null>(null)

  constructor(source: File | Whole) {
    this.name = source.name
    this.size = source.size
    if (source instanceof File) this.#begin(source)
    else this.#arrived(source.id)
  }

  get state() {
    return this.#state
  }
  get error() {
    return this.#error
  }
  /** From 0 to 1. */
  get progress() {
    return this.size === 0 ? 1 : this.#sent / this.size
  }
  get whole(): Whole | null {
    return this.#id ? { id: this.#id, name: this.name, size: this.size } : null
  }

  pause(): void {
    void this.#upload?.abort()
    this.#state = 'paused'
  }

  resume(): void {
    this.#state = 'sending'
    this.#upload?.start()
  }

  /** The connection is back. */
  wake(): void {
    if (this.#state === 'waiting') this.resume()
  }

  discard(): void {
    if (this.#state !== 'whole') void this.#upload?.abort(true).catch(() => {})
  }

  #begin(file: File) {
    const upload = new Upload(file, {
      endpoint: '/api/uploads',
      chunkSize: CHUNK,
      retryDelays: RETRIES,
      metadata: { name: file.name },
      removeFingerprintOnSuccess: true,
      onProgress: (sent) => (this.#sent = sent),
      onSuccess: () => this.#arrived(upload.url!.split('/').at(-1)!),
      onError: (error) => this.#stopped(error as DetailedError)
    })
    this.#upload = upload
    void upload.findPreviousUploads().then(([earlier]) => {
      if (earlier) upload.resumeFromPreviousUpload(earlier)
      if (this.#state === 'sending') upload.start()
    })
  }

  #arrived(id: string) {
    this.#sent = this.size
    this.#id = id
    this.#state = 'whole'
  }

  /** What the server refuses, it says why; anything else is the connection. */
  #stopped({ originalResponse }: DetailedError) {
    const status = originalResponse?.getStatus() ?? 0
    if (status >= 400 && status < 500) {
      this.#state = 'failed'
      this.#error = sentenceIn(originalResponse!.getBody()) || m.files_failed()
    } else this.#state = 'waiting'
  }
}

const sentenceIn = (body: string) => {
  try {
    return String(JSON.parse(body).message ?? '')
  } catch {
    return body.trim()
  }
}

/** What is to go with the words being written. */
export class Attachments {
  #all = $state.raw<Attachment[]>([])

  get all(): readonly Attachment[] {
    return this.#all
  }
  get whole(): Whole[] {
    return this.#all.flatMap(({ whole }) => whole ?? [])
  }
  get ready(): boolean {
    return this.#all.every(({ state }) => state === 'whole')
  }

  add(sources: Iterable<File | Whole>): void {
    this.#all = [...this.#all, ...Array.from(sources, (source) => new Attachment(source))]
  }

  remove(one: Attachment): void {
    one.discard()
    this.#all = this.#all.filter((other) => other !== one)
  }

  clear(): void {
    this.#all = []
  }

  /** Wakes what waits for a connection; answers how to stop. */
  follow(): () => void {
    const wake = () => this.#all.forEach((one) => one.wake())
    addEventListener('online', wake)
    const stop = live.follow({ change: () => {}, reset: wake, resume: wake })
    return () => {
      removeEventListener('online', wake)
      stop()
    }
  }
}
