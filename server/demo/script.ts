// The words in which the demo firm's story is told: who says what to whom, and when. A moment counts working
// days from the day of loading, so that the story is always fresh and nobody writes on a Sunday.
import type { OrganizationKey } from './organizations.ts'
import type { ExternalKey, PersonKey, StaffKey } from './people.ts'

/** Working days from the day of loading (0 is that day), then a time of day in Poland: '-3 14:20'. */
export type Moment = `${number} ${number}:${number}`

/** An all-day date, in working days from the day of loading, or a moment with a time. */
export type When = number | Moment

/** A day named inside a text as a Polish speaker would name it on the day of writing: "jutro", "w środę". */
export type DayWord = { form: 'on' | 'until' | 'for' | 'from' | 'date'; day: number }

export type Text = readonly (string | DayWord | { person: PersonKey })[]

export type Reach = 'client' | 'partner' | `client:${OrganizationKey}` | `partner:${OrganizationKey}`

/** `to` is absent where staff write for the firm alone, and always where an external writes. */
export type DemoComment = {
  at: Moment
  by: PersonKey
  to: readonly Reach[] | undefined
  text: Text
  replies: readonly DemoComment[]
  shared?: { at: Moment; by: StaffKey; to: readonly Reach[] }
  signs?: readonly { at: Moment; by: PersonKey; sign: string }[]
}

export type DemoLink = {
  at: Moment
  by: PersonKey
  to: readonly Reach[] | undefined
  url: string
  title: string
}

/** Without options it asks for an approval; `about` names links of the room by their titles. */
export type DemoDecision = {
  at: Moment
  by: StaffKey
  question: string
  options?: readonly (readonly [text: string, note?: string])[]
  asked: readonly ExternalKey[]
  rule?: 'any' | 'all'
  due?: When
  about?: readonly string[]
  answers?: readonly { at: Moment; by: ExternalKey; choice: number | 'approve' | 'reject'; reason: string }[]
  /** What took its place. */
  next?: DemoDecision
}

export type DemoChange = {
  at: Moment
  by: StaffKey
  set: { status?: Status; priority?: Priority; progress?: number; stage?: Stage; probability?: number }
}

export type Status = 'todo' | 'doing' | 'waiting' | 'done'
export type Priority = 'low' | 'normal' | 'high'
export type Stage = 'lead' | 'qualified' | 'offer' | 'negotiation' | 'won' | 'lost'

/** The bytes are made when the story is told. */
export type DemoFile = {
  at: Moment
  by: PersonKey
  name: string
  content: () => Promise<Buffer>
  to?: readonly Reach[]
}

/** Status, progress and stage are as on opening; the changes bring them to where they stand today. */
export type DemoRoom = {
  title: string
  description: Text
  place?: string
  organization?: OrganizationKey
  status: Status
  priority: Priority
  start?: When
  due?: When
  progress?: number
  estimate?: number
  cost?: number
  internalNotes?: string
  private?: true
  opened: { at: Moment; by: StaffKey }
  archived?: { at: Moment; by: StaffKey }
  performers: readonly PersonKey[]
  notified: readonly PersonKey[]
  joined?: readonly { at: Moment; by: StaffKey; person: PersonKey; role: 'performer' | 'notified' }[]
  talk: readonly DemoComment[]
  links?: readonly DemoLink[]
  files?: readonly DemoFile[]
  decisions?: readonly DemoDecision[]
  changes?: readonly DemoChange[]
}

export type DemoSale = DemoRoom & { stage: Stage; value: number; probability: number }

export type DemoNews = { at: Moment; by: StaffKey; to: readonly Reach[]; title: Text; body: Text }

type Word = DayWord | { person: PersonKey }
type Line = (strings: TemplateStringsArray, ...words: Word[]) => DemoComment
type StaffVoice = Line & Record<keyof typeof audiences, Line> & { person: StaffKey }
type ExternalVoice = Line & { person: ExternalKey }

const audiences = {
  clients: ['client'],
  partners: ['partner'],
  everyone: ['client', 'partner'],
  saldomiar: ['client:saldomiar'],
  rumiankowa: ['client:rumiankowa'],
  iskrzak: ['partner:iskrzak'],
  debiszcze: ['partner:debiszcze']
} satisfies Record<string, readonly Reach[]>

export const { clients, partners, everyone, saldomiar, rumiankowa, iskrzak, debiszcze } = audiences

export const text = (strings: TemplateStringsArray, ...words: Word[]): Text =>
  strings.flatMap((string, i) => [string, ...words.slice(i, i + 1)]).filter((part) => part !== '')

/** A comment with the replies under it. */
export const thread = (parent: DemoComment, ...replies: DemoComment[]): DemoComment => ({
  ...parent,
  replies
})

/** A comment under which others set a sign. */
export const signed = (comment: DemoComment, ...signs: [at: Moment, by: PersonKey, sign: string][]) => ({
  ...comment,
  signs: signs.map(([at, by, sign]) => ({ at, by, sign }))
})

/** An external's comment which staff later let others read too. */
export const shared = (comment: DemoComment, at: Moment, by: StaffKey, to: readonly Reach[]) => ({
  ...comment,
  shared: { at, by, to }
})

export const link = (
  at: Moment,
  by: PersonKey,
  url: string,
  title: string,
  to?: readonly Reach[]
): DemoLink => ({ at, by, to, url, title })

export const file = (
  at: Moment,
  by: PersonKey,
  name: string,
  content: DemoFile['content'],
  to?: readonly Reach[]
): DemoFile => ({ at, by, to, name, content })

export const change = (at: Moment, by: StaffKey, set: DemoChange['set']): DemoChange => ({ at, by, set })

export const on = (day: number): DayWord => ({ form: 'on', day })
export const until = (day: number): DayWord => ({ form: 'until', day })
export const forDay = (day: number): DayWord => ({ form: 'for', day })
export const from = (day: number): DayWord => ({ form: 'from', day })
export const date = (day: number): DayWord => ({ form: 'date', day })

// One line of talk is a moment and the words: jan`-3 9:15 …` stays in the firm, jan.clients`-3 9:15 …` does not.
export const ola = staffVoice('ola')
export const jan = staffVoice('jan')
export const magda = staffVoice('magda')
export const pawel = staffVoice('pawel')
export const iza = staffVoice('iza')
export const hubert = staffVoice('hubert')
export const kasia = externalVoice('kasia')
export const tomek = externalVoice('tomek')
export const piotr = externalVoice('piotr')
export const marek = externalVoice('marek')
export const ewa = externalVoice('ewa')

function staffVoice(person: StaffKey): StaffVoice {
  const wider = Object.entries(audiences).map(([name, to]) => [name, line(person, to)])
  return Object.assign(line(person), Object.fromEntries(wider) as Record<keyof typeof audiences, Line>, {
    person
  })
}

function externalVoice(person: ExternalKey): ExternalVoice {
  return Object.assign(line(person), { person })
}

function line(by: PersonKey, to?: readonly Reach[]): Line {
  return (strings, ...words) => {
    const [first = '', ...rest] = text(strings, ...words)
    const opening = typeof first === 'string' && /^(-?\d+ \d+:\d\d) /.exec(first)
    if (!opening) throw new Error(`A line of ${by} has no moment: ${String(first)}`)
    const said = String(first).slice(opening[0].length)
    return { at: opening[1] as Moment, by, to, text: said ? [said, ...rest] : rest, replies: [] }
  }
}
