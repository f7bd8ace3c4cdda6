/** What went wrong, in the words of the server when it was the server that answered. */
export interface Failure {
  /** The HTTP-like code; null when no answer came (offline, timeout). */
  code: number | null
  message: string | null
  /** Validation: the sentence for each field. */
  fields: Record<string, string>
}

interface ServerError {
  code?: unknown
  message?: unknown
  data?: { errors?: unknown }
  errors?: unknown
}

export const failure = (error: unknown): Failure => {
  const { code, message, data, errors } = (error ?? {}) as ServerError
  if (typeof code !== 'number') return { code: null, message: null, fields: {} }
  const list = data?.errors ?? errors
  return {
    code,
    message: typeof message === 'string' && message ? message : null,
    fields: Array.isArray(list)
      ? Object.fromEntries(list.map(({ path, message }) => [fieldOf(path), message]))
      : {}
  }
}

const fieldOf = (path: unknown) => String(path ?? '').replace(/^[./]+/, '')
