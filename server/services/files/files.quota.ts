/** How much of the disk one person may take, and how much is left for the database. */
import { statfs } from 'node:fs/promises'
import { Forbidden } from '@feathersjs/errors'
import type { Application } from '../../declarations.ts'
import { InsufficientStorage } from '../../hooks/plain.ts'
import { fault } from '../../language/index.ts'
import { tooMany, Turns } from '../../limits/index.ts'
import type { Viewer } from '../../policy/viewer.ts'

/** Uploads of one person begin one after the other: two at once must not both find room for one. */
const turns = new Turns({ atOnce: Infinity, each: 1, waitingEach: 100, waiting: 2000 })

/** Runs `begin` if an upload of `size` bytes has room. Throws InsufficientStorage, Forbidden or TooManyRequests. */
export const withinQuota = (app: Application, viewer: Viewer, size: number, begin: () => Promise<unknown>) =>
  turns.run(viewer.id, async () => {
    const { uploadsBegun, kept } = app.get('config').quotas
    const begun = app.get('files').uploads.begunBy(viewer)
    if (begun.length >= uploadsBegun) throw tooMany('tooManyUploads', 60)
    const coming = begun.reduce((sum, one) => sum + one, size)
    if (coming + (await keptBy(app, viewer)) > kept)
      throw fault(Forbidden, 'keptTooMuch', { limit: `${kept / 1_000_000_000} GB` })
    await begin()
  })

/** Throws InsufficientStorage while too little of the disk is free. */
export async function refuseFullDisk(app: Application) {
  const { dataDir, quotas } = app.get('config')
  const { bavail, bsize } = await statfs(dataDir)
  if (bavail * bsize >= quotas.diskFloor) return
  const error = fault(InsufficientStorage, 'diskFull')
  throw Object.assign(error, { data: { ...error.data, retryAfter: 600 } })
}

async function keptBy(app: Application, { id }: Viewer) {
  const kept = await app
    .get('db')('fileVersions')
    .join('files', 'files.id', 'fileVersions.fileId')
    .where({ authorId: id })
    .sum('fileVersions.size as size')
    .first()
  return Number(kept?.size ?? 0)
}
