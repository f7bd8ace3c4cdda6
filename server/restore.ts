/** Brings a backup into an empty place: `npm run restore -- FOLDER`, with the variables that Strefa is to have there. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readManifest, SECRET } from './backup/manifest.ts'
import { folderNamed, inNewPlace, openDatabase } from './backup/place.ts'
import { checkBackup, refuseFull, restoreContents, restoreDatabase } from './backup/restore.ts'
import { CannotStart, type Settings } from './config.ts'
import { storageOf } from './files/index.ts'

const [name] = process.argv.slice(2)
if (!name) {
  console.error('Name the backup: npm run restore -- FOLDER')
  process.exit(2)
}
await restore(folderNamed(name)).catch((error) => {
  console.error(error instanceof CannotStart ? error.message : error)
  process.exitCode = 1
})
process.exit()

async function restore(folder: string) {
  const manifest = await readManifest(folder)
  await checkBackup(folder, manifest)
  const secret = await readFile(join(folder, SECRET), 'utf8')
  const bringIn = async (settings: Settings) => {
    await using running = new AsyncDisposableStack()
    const database = await openDatabase(settings)
    running.defer(database.stop)
    await refuseFull(database.url)
    await restoreContents(storageOf(settings), folder, settings.dataDir, manifest.damaged)
    await restoreDatabase(database.url, folder, manifest)
    if (settings.sessionSecret !== secret)
      console.error(
        'SESSION_SECRET is not the one of the backup: whoever was signed in is not, and links sent by mail are void.'
      )
  }
  await inNewPlace(process.env, secret, bringIn)
  console.log(`Everything of ${manifest.madeAt} is here. Start Strefa with the same variables.`)
}
