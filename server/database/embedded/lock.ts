/** One Strefa to a data folder. SQLite is here for its lock alone: the system lets go of it however we end. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CannotStart } from '../../config.ts'

const BUSY = 5

export class FolderInUse extends CannotStart {}

/** Throws `CannotStart` when another process holds the folder. Answers with what gives it back. */
export function takeLock(home: string, dataDir: string) {
  try {
    const lock = new DatabaseSync(join(home, 'lock'))
    lock.exec('begin exclusive')
    return () => lock.close()
  } catch (error) {
    if ((error as { errcode?: number }).errcode === BUSY)
      throw new FolderInUse(`DATA_DIR: another Strefa is running on the folder ${dataDir}.`)
    throw new CannotStart(`DATA_DIR: the folder ${home} cannot be used (${(error as Error).message}).`)
  }
}
