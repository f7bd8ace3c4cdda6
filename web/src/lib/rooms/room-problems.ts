import { type Problems, problemsOf } from '#lib/forms/problems.ts'
import { m } from '#lib/paraglide/messages.js'
import { notNumbers, type RoomForm } from './room-form.ts'

/** The fields as the form calls them. */
const labels = (): Record<string, string> => ({
  title: m.details_title(),
  description: m.details_description(),
  status: m.boards_status(),
  priority: m.boards_priority(),
  startAt: m.details_start(),
  dueAt: m.details_due(),
  place: m.details_place(),
  progress: m.details_progress_percent(),
  organizationId: m.boards_organization(),
  participants: m.form_who(),
  defaultAudience: m.form_default_audience(),
  stage: m.boards_stage(),
  value: m.details_value_pln(),
  probability: m.details_probability_percent(),
  estimate: m.details_estimate_pln(),
  cost: m.details_cost_pln(),
  internalNotes: m.details_notes()
})

/** What the server found, at its fields. */
export const roomProblems = (error: unknown): Problems =>
  problemsOf(error, labels(), { noSuchOrganization: 'organizationId', noSuchPerson: 'participants' })

/** What can be seen to be wrong before asking the server; null when nothing is. */
export const problemsBefore = (form: RoomForm): Problems | null => {
  const fields: Record<string, string> = {}
  if (!form.title.trim()) fields.title = m.form_title_missing()
  for (const field of notNumbers(form)) fields[field] = m.field_not_number()
  const { startAt, dueAt } = form
  if (startAt && dueAt && startAt.slice(0, 10) > dueAt.slice(0, 10)) fields.dueAt = m.form_due_before_start()
  return Object.keys(fields).length > 0 ? { fields, whole: null } : null
}

/** Brings the first field with a mistake to the eye and the keys. */
export const toFirstProblem = () =>
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('.form-dialog [aria-invalid="true"]')?.focus()
  )
