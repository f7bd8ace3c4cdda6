import { Type, type Static } from '@feathersjs/typebox'
import type { Row, View } from '../../journal/kinds.ts'
import { isStaff } from '../../policy/viewer.ts'
import { only } from '../records.ts'
import { shownHash } from './decisions.hash.ts'
import { moment } from '../../hooks/validate.ts'

export type DecisionState = 'open' | 'answered' | 'withdrawn' | 'superseded'

const id = Type.String({ format: 'uuid' })
const closed = { additionalProperties: false }
const oneOf = <T extends string>(...values: T[]) => Type.Unsafe<T>({ type: 'string', enum: values })
const sentence = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' })

const pinned = Type.Object(
  { kind: oneOf('file', 'link'), id, hash: Type.Optional(Type.String({ maxLength: 100 })) },
  closed
)

/** A note says what goes with an option: its price, its date. */
const option = Type.Object(
  { text: sentence(300), note: Type.Optional(Type.String({ maxLength: 300 })) },
  closed
)

export const decisionData = Type.Object(
  {
    roomId: id,
    question: sentence(2000),
    kind: oneOf('approval', 'choice'),
    options: Type.Optional(Type.Array(Type.Union([sentence(300), option]), { maxItems: 12 })),
    party: Type.Optional(Type.String({ maxLength: 60 })),
    askedIds: Type.Array(id, { minItems: 1, maxItems: 50 }),
    rule: Type.Optional(oneOf('any', 'all')),
    dueAt: Type.Optional(Type.Union([Type.Null(), Type.String({ format: 'date-or-time' })])),
    about: Type.Optional(Type.Array(pinned, { maxItems: 20 })),
    supersedesId: Type.Optional(Type.Union([Type.Null(), id])),
    requestId: Type.Optional(id)
  },
  closed
)
export const decisionPatch = Type.Object({ state: Type.Literal('withdrawn') }, closed)
export const decisionQuery = {
  fields: {
    id,
    roomId: id,
    authorId: id,
    state: oneOf('open', 'answered', 'withdrawn', 'superseded'),
    dueAt: Type.Union([Type.Null(), moment]),
    createdAt: moment
  }
}

export type DecisionData = Static<typeof decisionData>

/** A link or a file as it was when the question was asked. */
export interface Pinned {
  kind: 'file' | 'link'
  id: string
  hash: string
  name: string
  /** Of a link: the address as it was. */
  url?: string
  /** Of a file: which of its versions. */
  version?: number
}

export interface Answer {
  id: string
  decisionId: string
  authorId: string
  party: string
  choice: string
  reason: string
  /** The hash of what was shown to them. */
  shown: string
  createdAt: string
  /** Staff only. */
  sessionId?: string | null
}

export interface Decision {
  id: string
  roomId: string
  authorId: string
  question: string
  kind: 'approval' | 'choice'
  /** Of an approval: `approve` and `reject`, without texts of their own. */
  options: { id: string; text?: string; note?: string }[]
  party: string
  askedIds: string[]
  rule: 'any' | 'all'
  dueAt: string | null
  about: Pinned[]
  supersedesId: string | null
  supersededById: string | null
  state: DecisionState
  endedAt: string | null
  remindedAt: string | null
  createdAt: string
  /** Of exactly this question with all that belongs to it; an answer gives it back. */
  hash: string
  answers: Answer[]
  /** Staff only: the party that is asked. */
  audience?: string[]
  /** The author only. */
  requestId?: string | null
  can: { answer: boolean; withdraw: boolean; supersede: boolean }
}

const shown = [
  'id', 'roomId', 'authorId', 'question', 'kind', 'options', 'party', 'askedIds', 'rule', 'dueAt', 'about', 'supersedesId',
  'supersededById', 'state', 'endedAt', 'remindedAt', 'createdAt'
] as const // prettier-ignore

export function presentDecision(row: Row, view: View) {
  const staff = isStaff(view)
  return {
    ...only(row, shown),
    hash: shownHash(row),
    answers: row.answers.map((answer: Row) => presentAnswer(answer, view)),
    ...(staff && { audience: row.audience }),
    ...(staff && view.mine && row.requestId && { requestId: row.requestId }),
    can: {
      // To people outside, a question is their own while it waits for their answer.
      answer: !staff && view.mine,
      withdraw: staff && row.state === 'open',
      supersede: staff && ['open', 'answered'].includes(row.state)
    }
  }
}

export const presentAnswer = (row: Row, view: View) => ({
  ...only(row, ['id', 'decisionId', 'authorId', 'party', 'choice', 'reason', 'shown', 'createdAt']),
  ...(isStaff(view) && { sessionId: row.sessionId })
})

/** Those who are asked and have not answered, while an answer is wanted. */
export const waitingIn = (row: Row): string[] =>
  row.state === 'open'
    ? row.askedIds.filter((id: string) => !row.answers.some((answer: Row) => answer.authorId === id))
    : []
