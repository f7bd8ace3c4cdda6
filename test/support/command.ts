/** A program of ours at the command line. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { root } from './strefa.ts'

/** Runs it to its end, with nothing of our own environment. */
export async function command(program: string, options: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [join(root, program), ...options], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: tmpdir(), ...env },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const [said, complained, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close')
  ])
  return { code: code as number, said, complained }
}
