/** Makes a copy of everything while Strefa runs: `npm run backup -- FOLDER`. */
import { folderNamed, findSettings, joinDatabase } from './backup/place.ts'
import { takeBackup } from './backup/take.ts'
import { CannotStart } from './config.ts'
import { storageOf } from './files/index.ts'

const [name] = process.argv.slice(2)
if (!name) {
  console.error('Name a folder that is to be made: npm run backup -- FOLDER')
  process.exit(2)
}
await backup(folderNamed(name)).catch((error) => {
  console.error(error instanceof CannotStart ? error.message : error)
  process.exitCode = 1
})
process.exit()

async function backup(folder: string) {
  const settings = findSettings(process.env)
  await using running = new AsyncDisposableStack()
  const database = await joinDatabase(settings)
  running.defer(database.stop)
  const { sessionSecret } = settings
  const { tables, damaged } = await takeBackup(
    { url: database.url, storage: storageOf(settings), sessionSecret },
    folder
  )
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  console.log(
    `${folder} holds ${tables.length} tables with ${rows} rows, the files, and the session secret: keep it safe.`
  )
  for (const hash of damaged)
    console.error(`The content ${hash} is missing or was altered before; the backup is without it.`)
  if (damaged.length > 0) process.exitCode = 1
}
