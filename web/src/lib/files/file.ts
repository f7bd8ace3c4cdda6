import File from '@lucide/svelte/icons/file'
import FileArchive from '@lucide/svelte/icons/file-archive'
import FileImage from '@lucide/svelte/icons/file-image'
import FileSpreadsheet from '@lucide/svelte/icons/file-spreadsheet'
import FileText from '@lucide/svelte/icons/file-text'
import type { LucideIcon } from '@lucide/svelte'
import { getLocale } from '#lib/paraglide/runtime.js'
import type { FileRecord } from '#lib/records.ts'

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** 1 200 000 -> '1,2 MB'. */
export function sizeText(bytes: number, locale: string = getLocale()): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1)
  const value = bytes / 1000 ** step
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[step],
    unitDisplay: step === 0 ? 'narrow' : 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0
  }).format(value)
}

const sheets = /spreadsheet|excel|csv/
const archives = /zip|tar|rar|7z|gzip|compressed/

export function iconOf({ type, name }: { type: string; name: string }): LucideIcon {
  if (type.startsWith('image/')) return FileImage
  if (sheets.test(type) || name.endsWith('.csv')) return FileSpreadsheet
  if (archives.test(type)) return FileArchive
  if (type.startsWith('text/') || /pdf|word|document/.test(type)) return FileText
  return File
}

/** The hash makes the browser ask anew when the content is new. */
export const contentOf = ({ id, hash }: FileRecord, inline = false) =>
  `/api/files/${id}/content?v=${hash.slice(0, 12)}${inline ? '&inline' : ''}`

export const thumbnailOf = ({ id, hash }: FileRecord) => `/api/files/${id}/thumbnail?v=${hash.slice(0, 12)}`

export const previewOf = ({ id, hash }: FileRecord) => `/api/files/${id}/preview?v=${hash.slice(0, 12)}`

export const isShown = ({ type, picture }: FileRecord) => picture || type === 'text/plain'
