import { m } from '#lib/paraglide/messages.js'
import { firstNameOf } from '#lib/people/people.svelte.ts'
import type { Answer, Decision, Party } from '#lib/records.ts'

type Option = Decision['options'][number]

export const optionWord = ({ id, text }: Option): string =>
  text ?? (id === 'approve' ? m.decisions_approve() : m.decisions_reject())

export const choiceWord = (decision: Pick<Decision, 'options'>, choice: string): string => {
  const option = decision.options.find(({ id }) => id === choice)
  return option ? optionWord(option) : choice
}

/** Those who are asked and have not answered yet. */
export const awaited = ({ askedIds, answers, state }: Decision): string[] =>
  state === 'open' ? askedIds.filter((id) => !answers.some(({ authorId }) => authorId === id)) : []

export const firstNames = (ids: readonly string[]): string => ids.map(firstNameOf).join(', ')

/** Whom an answer is wanted of, and of how many of them. */
export const ruleWord = ({ rule, askedIds }: Decision, mine: boolean): string => {
  if (rule === 'all' && askedIds.length > 1) return m.decisions_all()
  if (askedIds.length === 1) return mine ? m.decisions_only_you() : ''
  return m.decisions_any()
}

export const stateWord = (state: Decision['state']): string =>
  ({
    open: m.decisions_open,
    answered: m.decisions_answered,
    withdrawn: m.decisions_withdrawn,
    superseded: m.decisions_superseded
  })[state]()

/** A hash as it is read by people: enough of it to compare. */
export const shortHash = (hash: string): string => (hash.slice(0, 16).match(/.{4}/g) ?? []).join(' ')

export const reasonNeeded = (choice: string): boolean => choice === 'reject'

/** What waits for the viewer first, then what is open, then the newest. */
export const inOrder = (decisions: readonly Decision[]): Decision[] =>
  decisions.toSorted(
    (one, other) =>
      Number(other.can.answer) - Number(one.can.answer) ||
      Number(other.state === 'open') - Number(one.state === 'open') ||
      (one.createdAt < other.createdAt ? 1 : -1)
  )

/** What all people of a party see: only this can be asked about. */
export const seenBy = <T extends { audience?: Party[] }>(records: readonly T[], party: Party): T[] =>
  records.filter(({ audience }) => audience?.includes(party))

/** Where one reads what a question is about, as it was when it was asked. */
export const addressOf = ({ kind, id, url, hash }: Decision['about'][number]): string | undefined =>
  kind === 'file' ? `/api/files/${id}/content?hash=${hash}` : url

export const answerOf = ({ answers }: Decision, userId: string): Answer | undefined =>
  answers.find(({ authorId }) => authorId === userId)
