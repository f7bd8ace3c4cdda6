/** Reads the configuration, starts Strefa, and stops it cleanly. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { announcement } from './announcement.ts'
import { createApp } from './app.ts'
import { refuseUnfinished } from './backup/place.ts'
import { CannotStart, readConfig, type Settings } from './config.ts'
import { closeToOthers } from './config/privacy.ts'
import { startEmbedded } from './database/embedded.ts'
import { checkReachable } from './database/reachable.ts'

const PATIENCE = 15_000
/** The exit code of an end that nobody asked for: whoever started Strefa starts it again. */
const BROKEN = 70

/** A terminal's Ctrl-C comes twice, npm passing on its own, so what follows the first is not heard. */
const asked = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const)
    process.on(signal, () => resolve())
  // What nobody caught leaves us in a state that nobody knows: we end cleanly, and are started again.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error) => {
      console.error('Strefa ends, because nobody caught this:', error)
      process.exitCode = BROKEN
      resolve()
    })
})
asked.then(() => setTimeout(() => process.exit(process.exitCode ?? 1), PATIENCE).unref())

await run().catch((error) => {
  console.error(error instanceof CannotStart ? error.message : error)
  process.exitCode = error instanceof CannotStart ? 1 : BROKEN
})
process.exit()

async function run() {
  await using running = new AsyncDisposableStack()
  await start(readConfig(process.env), running)
  await asked
  console.log('Stopping.')
}

async function start(settings: Settings, running: AsyncDisposableStack) {
  refuseUnfinished(settings.dataDir)
  await checkFree(settings)
  await closeToOthers(settings.dataDir)
  const databaseUrl = await database(settings, running)
  const app = await createApp({ ...settings, databaseUrl })
  running.defer(async () => void (await app.teardown()))
  await app.listen(settings.port, settings.host).catch((error) => refuse(error, settings))
  console.log(await announcement(app, settings.demo))
  if (!settings.limits.on)
    console.warn('STREFA_LIMITS=off: nothing keeps people or strangers from asking too often.')
}

/** Asked before all else, since the answer may be no, and everything after it takes longer. */
async function checkFree(settings: Settings) {
  const server = createServer().listen(settings.port, settings.host)
  await once(server, 'listening').catch((error) => refuse(error, settings))
  server.close()
}

function refuse(error: NodeJS.ErrnoException, { port, host }: Settings): never {
  const { code, syscall } = error
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') throw error
  if (code === 'EADDRINUSE') throw new CannotStart(`PORT: another program is listening on port ${port}.`)
  if (code === 'EACCES') throw new CannotStart(`PORT: only root may listen on port ${port} here.`)
  throw new CannotStart(`HOST: this machine cannot listen on "${host}" (${code}).`)
}

async function database({ databaseUrl, dataDir }: Settings, running: AsyncDisposableStack) {
  if (databaseUrl) {
    await checkReachable(databaseUrl)
    return databaseUrl
  }
  const embedded = await startEmbedded({ dataDir, onLost: giveUp })
  running.defer(embedded.stop)
  return embedded.url
}

function giveUp(error: Error) {
  console.error(error.message)
  process.exit(BROKEN)
}
