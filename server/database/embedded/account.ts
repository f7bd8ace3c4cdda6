/** PostgreSQL refuses to run as root; when Strefa does, an account is found for it or made. */
import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { CannotStart } from '../../config.ts'

const execute = promisify(execFile)

export interface Account {
  uid: number
  gid: number
}

/** Undefined when we are not root: then PostgreSQL runs as we do. A cluster that is already there is run by its owner. */
export async function chooseAccount(home: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await stat(home).catch(() => undefined)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return accountNamed('postgres').catch(makeAccount)
}

async function accountNamed(name: string): Promise<Account> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => execute('id', [flag, name])))
  return { uid: Number(uid!.stdout), gid: Number(gid!.stdout) }
}

async function makeAccount() {
  try {
    await execute('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/bin/false',
      'postgres'
    ])
    return await accountNamed('postgres')
  } catch {
    throw new CannotStart(
      'PostgreSQL does not run as root, and no user "postgres" could be made for it: run Strefa as an ordinary user, or set DATABASE_URL.'
    )
  }
}
