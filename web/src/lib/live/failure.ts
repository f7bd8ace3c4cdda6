/** What went wrong, in the words of the server when it was the server that answered. */
export interface Failure {
  /** The HTTP-like code; null when no answer came (offline, timeout). */
  code: number | null
  message: string | null
  /** Validation: the sentence for each field. */
  fields: Record<string, string>
  /** Too much at once: after so many seconds it may be tried again. */
  retryAfter: number | null
}

interface ServerError {
  code?: unknown
  message?: unknown
  data?: { errors?: unknown; retryAfter?: unknown }
  errors?: unknown
}

export const failure = (error: unknown): Failure => {
  const { code, message, data, errors } = (error ?? {}) as ServerError
  if (typeof code !== 'number') return { code: null, message: null, fields: {}, retryAfter: null }
  const list = data?.errors ?? errors
  return {
    code,
    message: typeof message === 'string' && message ? message : null,
    fields: Array.isArray(list)
      ? Object.fromEntries(list.map(({ path, message }) => [fieldOf(path), message]))
      : {},
    retryAfter: typeof data?.retryAfter === 'number' ? data.retryAfter : null
  }
}

const fieldOf = (path: unknown) => String(path ?? '').replace(/^[./]+/, '')
