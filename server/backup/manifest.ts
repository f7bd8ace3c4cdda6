/** What a backup says of itself: each of its parts with size and hash, so that nothing half or altered is taken for one. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { CannotStart } from '../config.ts'

export const MANIFEST = 'manifest.json'
export const SECRET = 'session-secret'
export const CONTENTS = 'contents.gz'
export const JOBS = 'jobs.gz'

export interface Part {
  name: string
  /** Bytes. */
  size: number
  sha256: string
}

export interface Table {
  name: string
  columns: string[]
  rows: number
  part: string
}

export interface Manifest {
  format: 'strefa-backup'
  version: 1
  madeAt: string
  migrations: string[]
  parts: Part[]
  tables: Table[]
  sequences: { name: string; value: string }[]
  /** Hashes of contents that were missing or altered already when the backup was made. */
  damaged: string[]
}

/** Writes a part, lasting and for our eyes only; text is packed. */
export async function writePart(folder: string, name: string, content: Readable): Promise<Part> {
  const { measure, measured } = measuring()
  const target = createWriteStream(join(folder, name), { mode: 0o600, flush: true })
  if (name.endsWith('.gz')) await pipeline(content, createGzip({ level: 6 }), measure, target)
  else await pipeline(content, measure, target)
  return { name, ...measured() }
}

/** Throws where the folder holds no whole backup. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => {
    throw new CannotStart(`${folder} is no backup, or one that was not finished: its ${MANIFEST} is missing.`)
  })
  const manifest = await Promise.resolve(text)
    .then(JSON.parse)
    .catch(() => ({}))
  if (manifest.format !== 'strefa-backup' || manifest.version !== 1)
    throw new CannotStart(`${folder} is no backup that this version of Strefa knows.`)
  for (const part of manifest.parts as Part[]) await check(folder, part)
  return manifest
}

async function check(folder: string, { name, sha256 }: Part) {
  const found = await hashOf(join(folder, name))
  if (found !== sha256)
    throw new CannotStart(
      `The backup in ${folder} is damaged: ${name} ${found ? 'was altered' : 'is missing'}.`
    )
}

/** Undefined where there is no such file. */
export async function hashOf(path: string) {
  const { measure, measured } = measuring()
  try {
    await pipeline(createReadStream(path), measure.resume())
    return measured().sha256
  } catch {
    return undefined
  }
}

function measuring() {
  const hash = createHash('sha256')
  let size = 0
  const measure = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk)
      size += chunk.length
      done(null, chunk)
    }
  })
  return { measure, measured: () => ({ size, sha256: hash.digest('hex') }) }
}
