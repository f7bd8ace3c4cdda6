/** A document as its readers find it, before it is HTML or PDF: titled sections of plain blocks. */
import { fingerprint, type Exported, type Linked } from './exports.chain.ts'
import type { Words } from './exports.words.ts'

export type Block =
  | { kind: 'facts'; facts: [label: string, value: string][] }
  | { kind: 'said'; head: string; text: string; url?: string; reply: boolean }
  | { kind: 'question'; head: string; text: string; lines: string[]; proof: string[] }
  | { kind: 'line'; at: string; text: string }
  | { kind: 'hash'; label: string; value: string }
  | { kind: 'text'; text: string }

export interface Section {
  title: string
  blocks: Block[]
}

export interface Pages {
  firm: string
  title: string
  subtitle: string
  sections: Section[]
}

export function pagesOf(document: Exported, words: Words): Pages {
  const { header, entries } = document
  const of = (kind: Linked['kind']) => entries.filter((entry) => entry.kind === kind)
  const room = of('room')[0]!.data
  const sections = [
    { title: words.say('docDetailsTitle'), blocks: details(room, words) },
    { title: words.say('docPeople'), blocks: [people(of('participant'), words)] },
    { title: words.say('docDecisions'), blocks: of('decision').map(({ data }) => question(data, words)) },
    { title: words.say('docTalk'), blocks: talk(of('comment'), words) },
    { title: words.say('docLinks'), blocks: of('link').map(({ data }) => link(data, words)) },
    { title: words.say('docFiles'), blocks: of('file').flatMap(({ data }) => file(data, words)) },
    { title: words.say('docHistory'), blocks: of('event').map(({ data }) => event(data, words)) },
    { title: words.say('docProof'), blocks: proof(document, words) }
  ]
  return {
    firm: header.firm,
    title: header.title,
    subtitle: [
      room.ref,
      header.partyName ? words.say('docFor', { party: header.partyName }) : words.say('docComplete'),
      words.moment(header.madeAt)
    ].join(' · '),
    sections: sections.filter(({ blocks }) => blocks.length > 0)
  }
}

function details(room: Record<string, any>, words: Words): Block[] {
  const dated = (['startAt', 'dueAt'] as const).filter((field) => room[field])
  const labels = { startAt: words.say('docStartAt'), dueAt: words.say('docDueAt') }
  const facts: [string, string][] = [
    [words.say('docStatus'), words.status(room.status)],
    ...dated.map((field): [string, string] => [labels[field], words.moment(room[field])]),
    ...(room.place ? [[words.say('docPlace'), room.place] as [string, string]] : []),
    [words.say('docProgress'), `${room.progress}%`],
    ...(room.internalNotes ? [[words.say('docInternalNotes'), room.internalNotes] as [string, string]] : [])
  ]
  return [
    { kind: 'facts', facts },
    ...(room.description ? [{ kind: 'text' as const, text: room.description }] : [])
  ]
}

const people = (seats: Linked[], words: Words): Block => ({
  kind: 'facts',
  facts: seats.map(({ data }) => [
    words.withOrganization(data.userId),
    words.say(data.role === 'performer' ? 'docPerformer' : 'docNotified')
  ])
})

/** Answers stand under what they answer. */
function talk(comments: Linked[], words: Words): Block[] {
  const known = new Set(comments.map(({ data }) => data.id))
  const replies = Map.groupBy(comments, ({ data }) => data.parentId)
  const isReply = ({ data }: Linked) => known.has(data.parentId)
  const note = ({ data }: Linked, reply: boolean): Block => ({
    kind: 'said',
    head: headOf(data, words),
    text: data.body,
    reply
  })
  return comments
    .filter((comment) => !isReply(comment))
    .flatMap((comment) => [
      note(comment, false),
      ...(replies.get(comment.data.id) ?? []).map((reply) => note(reply, true))
    ])
}

const link = (data: Record<string, any>, words: Words): Block => ({
  kind: 'said',
  head: headOf(data, words),
  text: data.title,
  url: data.url,
  reply: false
})

const file = (data: Record<string, any>, words: Words): Block[] => [
  { kind: 'said', head: headOf(data, words), text: data.name, reply: false },
  {
    kind: 'hash',
    label: words.say('docFileFacts', { version: data.version, size: data.size }),
    value: data.hash
  }
]

const headOf = ({ authorId, createdAt, editedAt, audience }: Record<string, any>, words: Words) =>
  [
    words.withOrganization(authorId),
    words.moment(createdAt),
    editedAt ? words.say('docEdited') : '',
    words.readers(audience)
  ]
    .filter(Boolean)
    .join(' · ')

const states = {
  open: 'docOpen',
  answered: 'docAnswered',
  withdrawn: 'docWithdrawn',
  superseded: 'docSuperseded'
} as const

function question(data: Record<string, any>, words: Words): Block {
  const names = (ids: string[]) => ids.map((id) => words.name(id)).join(', ')
  const chosen = (choice: string) =>
    words.option(data.options.find((option: { id: string }) => option.id === choice))
  return {
    kind: 'question',
    head: [words.withOrganization(data.authorId), words.moment(data.createdAt), words.say(states[data.state as keyof typeof states])].join(' · '), // prettier-ignore
    text: data.question,
    lines: [
      `${words.say('docAsked')}: ${names(data.askedIds)}`,
      ...data.options.map((option: { id: string }) => `• ${words.option(option)}`),
      ...(data.dueAt ? [words.say('mailDecisionDue', { day: words.moment(data.dueAt) })] : []),
      ...data.about.map(({ name, url }: { name: string; url?: string }) =>
        [name, url].filter(Boolean).join(': ')
      ),
      ...data.answers.flatMap((answer: Record<string, any>) => [
        `${words.say('mailChoice', { name: words.name(answer.authorId), choice: chosen(answer.choice) })} (${words.moment(answer.createdAt)})`,
        ...(answer.reason ? [answer.reason] : [])
      ])
    ],
    proof: [
      `${words.say('docShown')}: ${data.hash}`,
      ...data.about.map(({ name, hash }: { name: string; hash: string }) => `${name}: ${hash}`)
    ]
  }
}

const event = (data: Record<string, any>, words: Words): Block => ({
  kind: 'line',
  at: words.moment(data.at),
  text: `${words.name(data.actorId)}: ${words.event(data)}`
})

const proof = (document: Exported, words: Words): Block[] => [
  { kind: 'text', text: words.say('docProofText', { count: document.entries.length }) },
  { kind: 'hash', label: words.say('docHead'), value: document.head },
  { kind: 'hash', label: words.say('docSeal'), value: document.seal.signature },
  { kind: 'hash', label: words.say('docKey'), value: fingerprint(document) }
]
