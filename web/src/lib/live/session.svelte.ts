import { kept } from '#lib/files/kept.ts'
import { getLocale, locales, setLocale } from '#lib/paraglide/runtime.js'
import type { Me, Theme } from '#lib/records.ts'
import { drafts } from './drafts.ts'
import { failure } from './failure.ts'
import { live } from './live.svelte.ts'
import { outbox } from './outbox.svelte.ts'
import { rest } from './rest.ts'

interface Current {
  id: string
  user: Me
  firm: { name: string }
  demo: boolean
  /** The administrator who looks through this person's eyes. */
  viewedBy: { id: string; name: string } | null
}

const tabs = new BroadcastChannel('strefa.session')

/** Who is signed in on this device. */
class Session {
  #current = $state.raw<Current | null>(null)
  #status = $state<'loading' | 'in' | 'out' | 'unreachable'>('loading')
  get status() {
    return this.#status
  }
  /** Only to be read where somebody is signed in: everywhere inside the shell. */
  get me(): Me {
    return this.#current!.user
  }
  get firm(): string {
    return this.#current?.firm.name ?? ''
  }
  get demo(): boolean {
    return this.#current?.demo ?? false
  }
  get viewedBy() {
    return this.#current?.viewedBy ?? null
  }
  get isStaff(): boolean {
    return this.me.zone === 'staff'
  }
  get isAdmin(): boolean {
    return this.isStaff && this.me.role === 'admin'
  }

  async load(): Promise<void> {
    try {
      this.#enter(await rest<Current>('GET', 'sessions/current'))
    } catch (error) {
      this.#status = failure(error).code === 401 ? 'out' : 'unreachable'
    }
  }

  async signIn(email: string, password: string): Promise<void> {
    await rest('POST', 'authentication', { strategy: 'local', email, password })
    await this.load()
  }

  async signOut(): Promise<void> {
    const { id } = this.me
    await rest('DELETE', 'authentication')
    outbox.empty()
    drafts.clear(id)
    void kept.clear(id)
    this.#leave()
  }

  /** From here on this browser, in all its tabs, is that person's, and changes nothing. */
  async viewAs(userId: string): Promise<void> {
    await rest('POST', 'views', { userId })
    this.#begin()
  }

  async leaveView(): Promise<void> {
    await rest('DELETE', 'views/current')
    this.#begin()
  }

  #begin(): void {
    tabs.postMessage('begin')
    live.stop()
    location.replace('/')
  }

  /** The server says that the session is over; what waits to be sent stays on this device for its owner. */
  end(): void {
    this.#leave(`?ended&to=${encodeURIComponent(location.pathname + location.search + location.hash)}`)
  }

  /** The person's settings as the server tells them. */
  prefer(preferences: Partial<Pick<Me, 'locale' | 'theme' | 'timeZone' | 'mail'>>): void {
    if (!this.#current) return
    const { locale, theme, timeZone, mail } = { ...this.#current.user, ...preferences }
    this.#current = { ...this.#current, user: { ...this.#current.user, locale, theme, timeZone, mail } }
    show(theme)
    speak(locale)
  }

  #enter(current: Current): void {
    this.#current = current
    this.#status = 'in'
    show(current.user.theme)
    if (speak(current.user.locale)) return
    if (!current.viewedBy) outbox.open(current.user.id)
    live.start(() => this.end())
  }

  /** By loading the page anew: nothing of this person stays in memory. */
  #leave(search = ''): void {
    live.stop()
    location.replace(`/sign-in${search}`)
  }

  constructor() {
    tabs.onmessage = () => location.replace('/')
    live.follow({
      change: ({ service, data }) => service === 'preferences' && this.prefer(data as object),
      reset: () => {}
    })
  }
}

/** Colours of the page, and of the next page before it is drawn (`static/before-paint.js`). */
const show = (theme: Theme) => {
  if (theme === 'system' || !theme) {
    localStorage.removeItem('strefa.theme')
    delete document.documentElement.dataset.theme
  } else {
    localStorage.setItem('strefa.theme', theme)
    document.documentElement.dataset.theme = theme
  }
}

/** True when the page reloads to speak another language. */
const speak = (locale: string): boolean => {
  const known = locales.find((one) => one === locale)
  document.documentElement.lang = known ?? getLocale()
  if (!known || known === getLocale()) return false
  void setLocale(known)
  return true
}

export const session = new Session()
