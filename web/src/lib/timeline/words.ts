import { m } from '#lib/paraglide/messages.js'
import { firstNameOf, nameOf } from '#lib/people/people.svelte.ts'
import type { Priority, Stage, Status, TimelineEntry } from '#lib/records.ts'
import { fieldWord, priorityWord, stageWord, statusWord } from '#lib/rooms/rooms.ts'
import { dueText, money } from '#lib/time/format.ts'

/** One thing that happened, as a sentence without gender: 'Jan: postęp 55% → 62%'. */
export const entryWords = (entry: TimelineEntry): string => {
  const who = entry.actorId ? firstNameOf(entry.actorId) : m.timeline_system()
  return `${who}: ${what(entry)}`
}

const what = (entry: TimelineEntry): string => {
  const { service, event, changed } = entry
  if (service === 'participants') return participation(entry)
  if (service === 'comments')
    return spoken(event, changed, m.timeline_comment, m.timeline_comment_changed, m.timeline_comment_gone)
  if (service === 'links')
    return spoken(event, changed, m.timeline_link, m.timeline_link_changed, m.timeline_link_gone)
  if (service === 'files')
    return spoken(event, changed, m.timeline_file, m.timeline_file_changed, m.timeline_file_gone)
  if (service === 'decisions') return decision(entry)
  if (event === 'created') return m.timeline_room()
  return changed.map(change).join('; ') || m.timeline_room_changed()
}

const spoken = (
  event: TimelineEntry['event'],
  changed: TimelineEntry['changed'],
  created: () => string,
  patched: () => string,
  removed: () => string
): string => {
  if (event === 'created') return created()
  if (event === 'removed') return removed()
  if (changed.some(({ field }) => field === 'withdrawnAt')) return m.timeline_restored()
  return changed.some(({ field }) => field === 'audience') ? m.timeline_audience() : patched()
}

const decision = ({ event, changed }: TimelineEntry): string => {
  if (event === 'created') return m.timeline_decision()
  const fields = changed.map(({ field }) => field)
  if (fields.includes('answers')) return m.timeline_decision_answer()
  return fields.includes('remindedAt') ? m.timeline_decision_reminder() : m.timeline_decision_ended()
}

const participation = ({ event, userId }: TimelineEntry): string => {
  const name = nameOf(userId)
  if (event === 'created') return m.timeline_joined({ name })
  if (event === 'removed') return m.timeline_left({ name })
  return m.timeline_role({ name })
}

const change = ({ field, from, to }: TimelineEntry['changed'][number]): string => {
  const word = fieldWord(field)
  if (field === 'archivedAt') return to ? m.timeline_archived() : m.timeline_reopened()
  const [before, after] = [valueWord(field, from), valueWord(field, to)]
  if (after === null) return m.timeline_field({ field: word })
  return before === null ? `${word} ${after}` : `${word} ${before} → ${after}`
}

const valueWord = (field: string, value: unknown): string | null => {
  if (value === null || value === undefined || value === '') return null
  if (field === 'status') return statusWord(value as Status)
  if (field === 'priority') return priorityWord(value as Priority)
  if (field === 'stage') return stageWord(value as Stage)
  if (field === 'progress' || field === 'probability') return `${value}%`
  if (field === 'dueAt' || field === 'startAt') return dueText(String(value))
  if (['estimate', 'cost', 'value'].includes(field)) return money(Number(value))
  return field === 'title' || field === 'place' ? `„${value}”` : null
}
