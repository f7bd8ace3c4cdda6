/** A document's words: days and names as its reader writes them. */
import { isLocale, say, type Message } from '../../language/index.ts'
import type { Exported } from './exports.chain.ts'

export type Words = ReturnType<typeof wordsFor>

const rooms = ['tasks', 'sales-activities']
const statuses = {
  todo: 'statusTodo',
  doing: 'statusDoing',
  waiting: 'statusWaiting',
  done: 'statusDone'
} as const
const fields: Record<string, Message> = {
  status: 'docStatus',
  title: 'docTitle',
  description: 'docDescription',
  place: 'docPlace',
  startAt: 'docStartAt',
  dueAt: 'docDueAt',
  progress: 'docProgress',
  archivedAt: 'docArchived'
}

export function wordsFor({ header, entries }: Exported, organizations: Map<string, string>) {
  const locale = isLocale(header.locale) ? header.locale : 'en'
  const people = new Map(entries.flatMap(({ kind, data }) => (kind === 'person' ? [[data.id, data]] : [])))
  const write = (options: Intl.DateTimeFormatOptions, timeZone = header.timeZone) =>
    new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'pl', { ...options, timeZone })
  const date = { day: 'numeric', month: 'long', year: 'numeric' } as const
  const moments = write({ ...date, hour: '2-digit', minute: '2-digit' })
  const days = write(date, 'UTC')
  const told = (message: Message, values = {}) => say(locale, message, values)
  const moment = (text: string) => {
    const at = new Date(text)
    // A day that no calendar knows is shown as it stands.
    return Number.isNaN(at.getTime()) ? text : (text.length === 10 ? days : moments).format(at)
  }
  const named = (id: string | null) => (id ? people.get(id) : undefined)
  const name = (id: string | null) => named(id)?.shownName || named(id)?.name || told('docNobody')

  return {
    locale,
    say: told,
    moment,
    name,
    withOrganization(id: string) {
      const firm = people.get(id)?.organizationName ?? header.firm
      return `${people.get(id)?.name ?? told('docNobody')}, ${firm}`
    },
    status: (status: string) => told(statuses[status as keyof typeof statuses]),
    /** Who else reads a record: known where the firm's own people asked. */
    readers(audience: string[] | undefined) {
      if (!audience) return ''
      if (audience.length === 0) return told('mailInternal')
      return audience.map((party) => organizations.get(party.split(':')[1] ?? '') ?? party).join(', ')
    },
    option: ({ id, text, note }: { id: string; text?: string; note?: string }) =>
      [text ?? told(id === 'approve' ? 'approve' : 'reject'), note].filter(Boolean).join(', '),
    /** One thing that happened, as the history tells it. */
    event({ service, event, userId, changed }: Record<string, any>) {
      if (service === 'participants')
        return told(event === 'removed' ? 'docLeft' : 'docJoined', { name: name(userId) })
      if (rooms.includes(service) && event === 'patched')
        return told('docChanged', { fields: changedFields(changed) || told('docDetails') })
      return told(eventWord(service, event, changed))
    }
  }

  function changedFields(changed: { field: string; to?: unknown }[]) {
    const known = changed.filter(({ field }) => field in fields)
    return known.map(({ field, to }) => [told(fields[field] as Message).toLowerCase(), valueOf(field, to)].filter(Boolean).join(' ')).join(', ') // prettier-ignore
  }

  function valueOf(field: string, to: unknown) {
    if (to === null || to === undefined || field === 'description') return ''
    if (field === 'status') return told(statuses[to as keyof typeof statuses])
    if (field === 'progress') return `${to}%`
    return field.endsWith('At') ? moment(String(to)) : String(to)
  }
}

function eventWord(service: string, event: string, changed: { field: string }[]): Message {
  if (service === 'comments')
    return event === 'created' ? 'docComment' : event === 'removed' ? 'docCommentGone' : 'docCommentChanged'
  if (service === 'links')
    return event === 'created' ? 'docLink' : event === 'removed' ? 'docLinkGone' : 'docLinkChanged'
  if (service === 'files')
    return event === 'created' ? 'docFile' : event === 'removed' ? 'docFileGone' : 'docFileChanged'
  if (service !== 'decisions') return 'docRoom'
  if (event === 'created') return 'docQuestion'
  const names = changed.map(({ field }) => field)
  if (names.includes('answers')) return 'docAnswer'
  return names.includes('remindedAt') ? 'docReminder' : 'docQuestionEnded'
}
