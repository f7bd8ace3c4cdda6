import { m } from '#lib/paraglide/messages.js'
import type { Priority, RoomKind, Stage, Status } from '#lib/records.ts'

export const serviceOf = (kind: RoomKind) => (kind === 'task' ? 'tasks' : 'sales-activities')
export const hrefOf = (room: { id: string; kind: RoomKind }) => `/${serviceOf(room.kind)}/${room.id}`

export const statuses: Status[] = ['todo', 'doing', 'waiting', 'done']
export const priorities: Priority[] = ['low', 'normal', 'high']
export const stages: Stage[] = ['lead', 'qualified', 'offer', 'negotiation', 'won', 'lost']

export const statusWord = (status: Status) =>
  ({ todo: m.status_todo, doing: m.status_doing, waiting: m.status_waiting, done: m.status_done })[status]()
export const priorityWord = (priority: Priority) =>
  ({ low: m.priority_low, normal: m.priority_normal, high: m.priority_high })[priority]()
export const stageWord = (stage: Stage) =>
  ({
    lead: m.stage_lead,
    qualified: m.stage_qualified,
    offer: m.stage_offer,
    negotiation: m.stage_negotiation,
    won: m.stage_won,
    lost: m.stage_lost
  })[stage]()

/** A field of a room in the middle of a sentence. */
export const fieldWord = (field: string): string => {
  const words: Record<string, () => string> = {
    title: m.field_title,
    description: m.field_description,
    place: m.field_place,
    status: m.field_status,
    priority: m.field_priority,
    startAt: m.field_start,
    dueAt: m.field_due,
    progress: m.field_progress,
    internalNotes: m.field_notes,
    estimate: m.field_estimate,
    cost: m.field_cost,
    value: m.field_value,
    probability: m.field_probability,
    stage: m.field_stage,
    organizationId: m.field_organization,
    private: m.field_private,
    defaultAudience: m.field_audience
  }
  return (words[field] ?? m.field_other)()
}
