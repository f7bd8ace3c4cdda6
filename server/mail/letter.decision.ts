/** A question in a mail: its options and its date while it waits, its answers once it has them. */
import type { Said } from './digest.ts'
import type { Words } from './words.ts'

export interface Question {
  text: string
  lines: string[]
}

export function questionOf({ kind, data }: Said, names: Map<string, string>, words: Words): Question {
  const optionText = ({ id, text }: { id: string; text?: string }) =>
    text ?? words.say(id === 'approve' ? 'approve' : 'reject')
  const answers = data.answers.flatMap(({ authorId, choice, reason }: any) => [
    words.say('mailChoice', {
      name: names.get(authorId) ?? '',
      choice: optionText(data.options.find((option: any) => option.id === choice))
    }),
    ...(reason ? [reason] : [])
  ])
  if (kind === 'answer') return { text: data.question, lines: answers }
  const due = data.dueAt ? [words.say('mailDecisionDue', { day: words.day(data.dueAt) })] : []
  const options = data.options.map((option: any) => `• ${optionText(option)}`)
  return { text: data.question, lines: [...options, ...answers, ...due] }
}
