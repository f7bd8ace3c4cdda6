import { getLocale } from '#lib/paraglide/runtime.js'

/** A call over HTTP, for what needs the cookie set or read: signing in and out, the first setup. */
export const rest = async <T>(method: string, path: string, data?: unknown): Promise<T> => {
  const response = await fetch(`/api/${path}`, {
    method,
    headers: {
      accept: 'application/json',
      'accept-language': getLocale(),
      'content-type': 'application/json'
    },
    body: data === undefined ? undefined : JSON.stringify(data)
  })
  const body = await response.json().catch(() => null)
  if (!response.ok) throw { code: response.status, ...(body ?? {}) }
  return body as T
}
