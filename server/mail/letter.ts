/** A digest as a mail: who it is for, what stands in its headers, and its two bodies. */
import { createHmac } from 'node:crypto'
import type { Config } from '../config.ts'
import type { Digest, RoomDigest, Said } from './digest.ts'
import { htmlBody } from './letter.html.ts'
import { textBody } from './letter.text.ts'
import type { Letter } from './outlet.ts'
import { wordsFor, type Words } from './words.ts'

const LONGEST = 2000

export interface Sheet {
  digest: Digest
  words: Words
  heading: string
  /** Lines about a room that nobody said in so many words. */
  newsOf(room: RoomDigest): string[]
  roomUrl(room: any): string
  settingsUrl: string
  newsUrl: string
  /** Why this comes, and when. */
  reason: string
}

export function letterOf(id: string, digest: Digest, config: Config): Letter {
  const sheet = sheetOf(digest, config)
  const { person, rooms, firm, now } = digest
  const host = new URL(config.publicUrl).hostname
  const threads = rooms.map(({ room }) => `<${threadOf(config.sessionSecret, person.id, room.id)}@${host}>`)
  const [only] = rooms.length === 1 && digest.news.length === 0 ? rooms : []
  return {
    from: config.mailFrom,
    to: { name: person.name, address: person.email },
    subject: oneLine(`${only ? only.room.title : sheet.heading} · ${firm}`),
    date: now,
    messageId: `<${id}@${host}>`,
    ...(threads.length > 0 && { references: threads }),
    ...(only && { inReplyTo: threads[0] as string }),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'List-Unsubscribe': `<${sheet.settingsUrl}>`
    },
    text: textBody(sheet),
    html: htmlBody(sheet).toString().replace(/\n\s*/g, '\n')
  }
}

/** One thread for a person and a room: it says nothing about who else is written to, or how often. */
const threadOf = (secret: string, userId: string, roomId: string) =>
  createHmac('sha256', secret).update(`mail thread ${userId} ${roomId}`).digest('hex').slice(0, 32)

function sheetOf(digest: Digest, { publicUrl, mailDigestHour }: Config): Sheet {
  const words = wordsFor(digest)
  const { mail } = digest.person
  return {
    digest,
    words,
    heading: headingOf(digest, words),
    newsOf: (room) => turnsOf(room, words),
    roomUrl: ({ id, kind }) => `${publicUrl}/${kind === 'task' ? 'tasks' : 'sales-activities'}/${id}`,
    settingsUrl: `${publicUrl}/preferences`,
    newsUrl: `${publicUrl}/news`,
    reason: words.say(mail === 'daily' ? 'mailDaily' : 'mailImmediate', { hour: `${mailDigestHour}:00` })
  }
}

/** Counts of what stands below, and of nothing else. */
function headingOf({ rooms, news }: Digest, words: Words) {
  const counts = {
    mailRooms: rooms.filter(({ entered }) => entered).length,
    mailDecisions: saidIn(rooms, 'decision'),
    mailAnswers: saidIn(rooms, 'answer'),
    mailEntries: (['comment', 'link', 'file'] as const).reduce((sum, kind) => sum + saidIn(rooms, kind), 0),
    mailChanges: rooms.flatMap(({ changed }) => changed).length,
    mailNews: news.length
  } as const
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([message, count]) => words.count(message as keyof typeof counts, count))
    .join(', ')
}

const saidIn = (rooms: RoomDigest[], kind: Said['kind']) =>
  rooms.flatMap(({ said }) => said).filter((each) => each.kind === kind).length

export const callTo = (calls: Said['calls'], words: Words) => calls && words.say(callWords[calls])

const callWords = {
  mention: 'mailMention',
  reply: 'mailReply',
  decision: 'mailDecision',
  reminder: 'mailReminder'
} as const

function turnsOf({ room, entered, changed }: RoomDigest, words: Words) {
  const say: Record<string, () => string> = {
    status: () => words.say('mailStatus', { value: statusOf(room, words) }),
    startAt: () => words.say('mailStartAt', { value: words.day(room.startAt) }),
    dueAt: () => words.say('mailDueAt', { value: words.day(room.dueAt) }),
    place: () => words.say('mailPlace', { value: room.place ?? words.say('mailNone') }),
    archivedAt: () => words.say(room.archivedAt ? 'mailClosed' : 'mailReopened')
  }
  return [...(entered ? [words.say('mailEntered')] : []), ...changed.map((field) => say[field]!())]
}

const statuses = {
  todo: 'statusTodo',
  doing: 'statusDoing',
  waiting: 'statusWaiting',
  done: 'statusDone'
} as const

const statusOf = (room: any, words: Words) => words.say(statuses[room.status as keyof typeof statuses])

export const standOf = (room: any, words: Words) =>
  room.dueAt
    ? words.say('mailStatusDue', { status: statusOf(room, words), day: words.day(room.dueAt) })
    : statusOf(room, words)

/** What fits into a mail. */
export const shortened = (text: string, words: Words) =>
  text.length > LONGEST ? `${text.slice(0, LONGEST).trimEnd()}…\n${words.say('mailShortened')}` : text

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()
