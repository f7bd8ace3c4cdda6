import { failure } from '#lib/live/failure.ts'
import { m } from '#lib/paraglide/messages.js'

/** What is wrong with a form: a sentence at each field, and one for what belongs to no field. */
export interface Problems {
  fields: Record<string, string>
  whole: string | null
}

export const noProblems: Problems = { fields: {}, whole: null }

/**
 * The server's sentences, brought to the fields. `labels` are the fields as the page calls them: the server knows only
 * their technical names. `places` says at which field an error of the whole record stands, by its code.
 */
export const problemsOf = (
  error: unknown,
  labels: Record<string, string>,
  places: Record<string, string> = {}
): Problems => {
  const { code, message, fields } = failure(error)
  if (code === null) return { fields: {}, whole: m.live_no_answer() }
  const at = places[(error as { data?: { code?: string } }).data?.code ?? '']
  if (at) return { fields: { [at]: message ?? '' }, whole: null }
  const here = Object.entries(fields).filter(([path]) => path in labels)
  return here.length > 0
    ? {
        fields: Object.fromEntries(here.map(([path, text]) => [path, named(text, path, labels[path]!)])),
        whole: null
      }
    : { fields: {}, whole: message ?? m.ui_error_text() }
}

const named = (text: string, path: string, label: string) =>
  text.replace(`„${path}”`, `„${label}”`).replace(`“${path}”`, `“${label}”`)
