/** What a file is: its own bytes say so, never its name. */
import { open } from 'node:fs/promises'
import { fileTypeFromFile } from 'file-type'

const HEAD = 4096

/** A media type; text that is valid UTF-8 is `text/plain`, and what nobody knows `application/octet-stream`. */
export async function typeOf(path: string): Promise<string> {
  const known = await fileTypeFromFile(path)
  if (known) return known.mime
  return (await isText(path)) ? 'text/plain' : 'application/octet-stream'
}

async function isText(path: string) {
  await using handle = await open(path, 'r')
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0)
  const head = buffer.subarray(0, bytesRead)
  if (head.includes(0)) return false
  try {
    // The last character may be cut in two.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}
