import { m } from '#lib/paraglide/messages.js'
import type { Notification } from '#lib/records.ts'

const field = (name: string): string | undefined =>
  (
    ({
      status: m.inbox_field_status,
      priority: m.inbox_field_priority,
      startAt: m.inbox_field_startAt,
      dueAt: m.inbox_field_dueAt,
      archivedAt: m.inbox_field_archivedAt,
      title: m.inbox_field_title,
      place: m.inbox_field_place
    }) as Record<string, () => string>
  )[name]?.()

/** What happened, in two or three words that follow a name. */
export const happened = ({ kind, changed = [] }: Pick<Notification, 'kind' | 'changed'>): string => {
  if (kind === 'room') {
    const fields = changed.flatMap((name) => field(name) ?? [])
    return fields.length > 0 ? m.inbox_room({ fields: fields.join(', ') }) : m.inbox_room_any()
  }
  return {
    comment: m.inbox_comment,
    mention: m.inbox_mention,
    reply: m.inbox_reply,
    link: m.inbox_link,
    file: m.inbox_file,
    decision: m.inbox_decision,
    answer: m.inbox_answer,
    reminder: m.inbox_reminder,
    export: m.inbox_export,
    participant: m.inbox_participant,
    news: m.inbox_news
  }[kind]()
}
