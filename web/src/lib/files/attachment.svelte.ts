import { Upload, type DetailedError } from 'tus-js-client'
import { live } from '#lib/live/live.svelte.ts'
import { session } from '#lib/live/session.svelte.ts'
import { m } from '#lib/paraglide/messages.js'
import { kept } from './kept.ts'

/** A whole upload, as a comment or a file takes it. */
export interface Whole {
  id: string
  name: string
  size: number
}

/** One that is still on its way, as a draft remembers it. */
export interface Begun {
  keptAs: string
  name: string
  size: number
}

const CHUNK = 8_000_000
const TOO_MANY = 429
const RETRIES = [0, 1000, 3000, 5000, 10_000, 20_000]

/** One file on its way to the server, by tus: it goes on where it stopped, also after a reload. */
export class Attachment {
  readonly name: string
  readonly size: number
  readonly #keptAs: string
  #upload: Upload | null = null
  #sent = $state(0)
  #state = $state<'sending' | 'paused' | 'waiting' | 'failed' | 'lost' | 'whole'>('sending')
  #error = $state('')
  #id = $state<string | null>(null)

  constructor(source: File | Whole | Begun) {
    this.name = source.name
    this.size = source.size
    this.#keptAs = 'keptAs' in source ? source.keptAs : crypto.randomUUID()
    if (source instanceof File) {
      void kept.put(session.me.id, this.#keptAs, source)
      this.#begin(source)
    } else if ('keptAs' in source) void this.#again()
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

  /** What a draft remembers; nothing of what was refused. */
  get remembered(): Whole | Begun | null {
    if (this.#state === 'failed') return null
    return this.whole ?? { keptAs: this.#keptAs, name: this.name, size: this.size }
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
    this.#forget()
  }

  /** The place it belongs to is left; it goes on when somebody comes back. */
  leave(): void {
    if (this.#state !== 'whole') void this.#upload?.abort()
  }

  /** Whether this file, chosen again, is the one whose bytes are missing here. */
  isMissing({ name, size }: File): boolean {
    return this.#state === 'lost' && this.name === name && this.size === size
  }

  async #again() {
    const file = await kept.get(session.me.id, this.#keptAs)
    if (file) this.#begin(file)
    else this.#state = 'lost'
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

  #forget() {
    void kept.remove(session.me.id, this.#keptAs)
  }

  #arrived(id: string) {
    this.#forget()
    this.#sent = this.size
    this.#id = id
    this.#state = 'whole'
  }

  /** What the server refuses for good, it says why. Too many at once (429) goes on by itself; anything else is the connection. */
  #stopped({ originalResponse }: DetailedError) {
    const status = originalResponse?.getStatus() ?? 0
    if (status === TOO_MANY) {
      this.#state = 'waiting'
      setTimeout(() => this.wake(), pauseIn(originalResponse!.getHeader('Retry-After')))
    } else if (status >= 400 && status < 500) {
      this.#state = 'failed'
      this.#forget()
      this.#error = sentenceIn(originalResponse!.getBody()) || m.files_failed()
    } else this.#state = 'waiting'
  }
}

/** Milliseconds to wait, from the header in seconds. */
const pauseIn = (retryAfter: string | undefined) => Math.min(Number(retryAfter) || 5, 600) * 1000

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
  /** As a draft remembers them. */
  get remembered(): (Whole | Begun)[] {
    return this.#all.flatMap(({ remembered }) => remembered ?? [])
  }
  get ready(): boolean {
    return this.#all.every(({ state }) => state === 'whole')
  }

  /** A file that went missing here takes its own place again. */
  add(sources: Iterable<File | Whole | Begun>): void {
    const added = [...sources]
    const stay = this.#all.filter((one) => !added.some((file) => file instanceof File && one.isMissing(file)))
    this.#all = [...stay, ...added.map((source) => new Attachment(source))]
  }

  remove(one: Attachment): void {
    one.discard()
    this.#all = this.#all.filter((other) => other !== one)
  }

  clear(): void {
    this.#all = []
  }

  leave(): void {
    this.#all.forEach((one) => one.leave())
    this.clear()
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
