import { getLocale } from '#lib/paraglide/runtime.js'

export type Format = 'pdf' | 'html' | 'json'
export const formats: Format[] = ['pdf', 'html', 'json']

/** Fetches a document and hands it to the browser to keep; throws what the server answers instead. */
export const download = async (id: string, format: Format, name: string): Promise<void> => {
  const response = await fetch(`/api/export-files/${id}?format=${format}`, {
    headers: { 'accept-language': getLocale() }
  })
  if (!response.ok) throw await response.json()
  const url = URL.createObjectURL(await response.blob())
  const link = Object.assign(document.createElement('a'), {
    href: url,
    download: `${fileName(name)}.${format}`
  })
  link.click()
  // The browser has taken it over by the next turn.
  setTimeout(() => URL.revokeObjectURL(url))
}

/** What every file system takes. */
export const fileName = (title: string): string =>
  title
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100) || 'Strefa'
