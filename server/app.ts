/** The rooms of the house, put together: the architecture on one screen. */
import { randomUUID } from 'node:crypto'
import { feathers } from '@feathersjs/feathers'
import { bodyParser, koa, rest } from '@feathersjs/koa'
import socketio from '@feathersjs/socketio'
import { Aside } from './aside/index.ts'
import type { Config } from './config.ts'
import { connect, connectPatiently, migrate } from './database/index.ts'
import type { Application, Clock } from './declarations.ts'
import { loadDemo } from './demo/index.ts'
import { password } from './demo/people.ts'
import { openWhenReady, shut } from './door.ts'
import { refuseMalformedCalls, withoutPrototypes } from './hooks/calls.ts'
import { edge } from './hooks/edge.ts'
import { refuseUnguarded } from './hooks/guard.ts'
import { withinLimits } from './hooks/limits.ts'
import { isFromElsewhere, onlyJson, refuseHandshake, refuseOtherOrigins } from './hooks/origin.ts'
import { withinSize } from './hooks/size.ts'
import { Files } from './files/index.ts'
import { Cursors } from './journal/cursor.ts'
import { Sequencer } from './journal/sequencer.ts'
import { strays } from './journal/strays.ts'
import { Jobs } from './jobs/index.ts'
import { Limits, SocketBounds } from './limits/index.ts'
import { Live } from './live/index.ts'
import { Mail } from './mail/index.ts'
import { fileDoor } from './services/files/files.door.ts'
import * as services from './services/index.ts'
import { apiOnly, complain, plainErrors, safeHeaders, site, withClient, withSocketClient } from './site.ts'
import { Workers } from './workers/index.ts'

const clock: Clock = { now: () => new Date(), id: randomUUID }

/** Connects, migrates, loads the demo firm where it is wanted, and assembles; `listen` then opens the door. */
export async function createApp(config: Config): Promise<Application> {
  const app = koa(feathers()) as unknown as Application
  await bringUp(config.databaseUrl)
  const db = connect(config.databaseUrl)

  app.set('config', config)
  app.set('db', db)
  app.set('clock', clock)
  app.set('limits', new Limits(app))
  app.set('kinds', new Map())
  const restored = await db('settings').where({ key: 'restored' }).first()
  app.set('cursors', new Cursors(config.sessionSecret + (restored?.value.id ?? '')))
  app.set('aside', new Aside(app))
  app.set('sequencer', new Sequencer(db, () => app.get('live').poke(), strays(app)))
  app.set('live', new Live(app))
  app.set('workers', new Workers())
  app.set('jobs', new Jobs(app))
  app.set('mail', new Mail(app))
  app.set('files', new Files(app))
  await app.get('files').start()

  app.on('error' as never, complain)
  app.use(safeHeaders(app))
  app.use(plainErrors())
  app.use(refuseOtherOrigins(app))
  app.use(withClient(app))
  app.use(site(app))
  app.use(apiOnly())
  app.use(fileDoor(app))
  app.use(onlyJson())
  app.use(bodyParser({ jsonLimit: '1mb', urlencoded: false, text: false }))
  app.configure(rest())
  const sockets = new SocketBounds(app)
  app.configure(
    socketio(
      {
        transports: ['websocket'],
        perMessageDeflate: false,
        maxHttpBufferSize: 1_000_000,
        allowRequest: (request, answer) =>
          isFromElsewhere(app, request)
            ? refuseHandshake(request)
            : void sockets.admit(request).then(
                () => answer(null, true),
                ({ message }: Error) => answer(message, false)
              )
      },
      (io) => {
        io.use(withSocketClient(app))
        io.use(refuseMalformedCalls(app) as never)
        sockets.watch(io)
      }
    )
  )
  for (const service of Object.values(services)) app.configure(service)
  withoutPrototypes(app.routes.root)
  app.hooks({ around: { all: [edge(), withinLimits(), withinSize()] } })
  app.hooks({ setup: [open(app)], teardown: [close(app)] })
  app.listen = openWhenReady(app) as typeof app.listen
  refuseUnguarded(app)

  const demo = config.demo && (await loadDemo(app))
  app.set('config', Object.freeze({ ...config, demo }))
  if (demo) app.set('demoPassword', password)
  return app
}

/** Migrations take their time, and wait for those of another node. */
async function bringUp(databaseUrl: string) {
  const patient = connectPatiently(databaseUrl)
  await migrate(patient).finally(() => patient.destroy())
}

type Next = () => Promise<void>

const open = (app: Application) => async (_context: unknown, next: Next) => {
  await next()
  await app.get('live').start(app.io)
  await app.get('jobs').start()
  await app.get('mail').start()
}

/** The door first, so that nothing new comes in; the database last. */
const close = (app: Application) => async (_context: unknown, next: Next) => {
  await shut(app)
  await app.get('mail').stop()
  app.get('files').stop()
  app.get('workers').stop()
  await app.get('jobs').stop()
  await app.get('live').stop()
  await app.get('sequencer').stop()
  await app.get('db').destroy()
  await next()
}
