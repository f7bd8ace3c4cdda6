/**
 * The port. It opens when all that stands behind it works (sockets are handled, mail and jobs run) and closes before the first of
 * them stops: who is let in is never left unheard, and a refused connection tries again by itself.
 */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import type { Application } from './declarations.ts'

/** Milliseconds for answers that are on their way when we stop. */
const PATIENCE = 5000

/** Takes the place of the library's own `listen`, which opens the port first and makes ready afterwards. */
export const openWhenReady = (app: Application) => async (port: number, host: string) => {
  const server = createServer(app.callback())
  await app.setup(server)
  server.listen(port, host)
  await once(server, 'listening')
  app.server = server
  return server
}

/** Lets nobody in any more, and lets the answers go out that were begun. Afterwards there is no server: the library would close it again. */
export async function shut(app: Application & { server?: Server | undefined }) {
  const { server } = app
  app.server = undefined as never
  app.io?.disconnectSockets(true)
  app.io?.engine.close()
  if (!server) return
  const closed = once(server.close(), 'close')
  await Promise.race([closed, setTimeout(PATIENCE, undefined, { ref: false })])
  server.closeAllConnections()
  await closed
}
