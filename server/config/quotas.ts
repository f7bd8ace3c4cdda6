/** What one person may have at one time, and what is left of the disk. These are limits of size: nothing lifts them. */
import { wholeNumber, type Read } from './values.ts'

export type Quotas = Readonly<{
  /** Exports of one person that are not finished. */
  exportsRunning: number
  /** Uploads of one person that have not become a file. */
  uploadsBegun: number
  /** Bytes of one person's files, in all their versions. */
  kept: number
  /** Bytes that stay free on the disk of the data folder: uploads are refused before the database suffers. */
  diskFloor: number
}>

const GB = 1_000_000_000

/** Throws `CannotStart`. */
export function readQuotas(read: Read): Quotas {
  const number = (name: string, unless: string, least: number) =>
    wholeNumber(name, read(name) ?? unless, least, 1_000_000)
  return Object.freeze({
    exportsRunning: number('QUOTA_EXPORTS', '2', 1),
    uploadsBegun: number('QUOTA_UPLOADS', '60', 1),
    kept: number('QUOTA_GB', '20', 1) * GB,
    diskFloor: number('DISK_FLOOR_GB', '2', 0) * GB
  })
}
