/** The host of an address without "www."; the address itself when it is not one. */
export const hostOf = (url: string): string =>
  URL.canParse(url) ? new URL(url).host.replace(/^www\./, '') : url

/** An address as people type it, completed to one that opens; null when it cannot be one. */
export const addressOf = (text: string): string | null => {
  const typed = text.trim()
  if (!typed) return null
  const url = /^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`
  if (!URL.canParse(url)) return null
  const { protocol, hostname } = new URL(url)
  return ['http:', 'https:'].includes(protocol) && hostname.includes('.') ? url : null
}
