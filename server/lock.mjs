/**
 * One at a time among all processes of this machine. Plain JavaScript on whatever Node the machine has; the system itself holds
 * the lock, so that it ends with its holder (and with the child that was given it), however they end.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, constants, openSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

const PAUSE = 100

/**
 * Resolves when nobody else holds the lock of `folder`; `waiting` is called once if somebody does. `handle` keeps the lock in a
 * child process that has it among its `stdio`.
 */
export async function takeLock(folder, waiting) {
  for (let told = false; ; told = true) {
    const lock = await (process.platform === 'linux' ? bind(folder) : open(folder))
    if (lock) return lock
    if (!told) waiting()
    await setTimeout(PAUSE)
  }
}

/** Linux: a socket's name that lies in no file system, and that only one process can have. */
async function bind(folder) {
  const name = `\0strefa-${createHash('sha256').update(folder).digest('hex')}`
  const server = createServer((socket) => socket.destroy()).unref()
  try {
    await once(server.listen(name), 'listening')
    // The number of its file is told nowhere else.
    return { handle: server._handle.fd, release: () => void server.close() }
  } catch (error) {
    if (error.code === 'EADDRINUSE') return null
    throw error
  }
}

/** macOS: opening a file may lock it. */
async function open(folder) {
  const { O_RDWR, O_CREAT, O_NONBLOCK, UV_FS_O_EXLOCK = 0x20 } = constants
  try {
    const file = openSync(join(folder, '.lock'), O_RDWR | O_CREAT | O_NONBLOCK | UV_FS_O_EXLOCK, 0o600)
    return { handle: file, release: () => closeSync(file) }
  } catch (error) {
    if (['EAGAIN', 'EWOULDBLOCK', 'EBUSY'].includes(error.code)) return null
    throw error
  }
}
