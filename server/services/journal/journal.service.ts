import { Type } from '@feathersjs/typebox'
import { causeOf, isPassing } from '../../database/failure.ts'
import type { Application, Params } from '../../declarations.ts'
import { authenticated } from '../../hooks/authenticated.ts'
import { validateQuery } from '../../hooks/validate.ts'
import { EVERYTHING, missed } from '../../journal/catchup.ts'
import { lastPlace, readFeed } from '../../journal/feed.ts'
import { isolating } from '../../journal/isolate.ts'
import { sideKey, sideOf, type Viewer } from '../../policy/viewer.ts'

/** A way back after an absence: ask for a cursor before fetching, and with it for what happened since. */
export interface CatchUp {
  cursor: string
  /** The cursor is too old or not this viewer's: fetch everything anew. */
  reset: boolean
  data: { service: string; event: 'created' | 'patched' | 'removed'; data: object }[]
}

class JournalService {
  app: Application

  constructor(app: Application) {
    this.app = app
  }

  async find({ viewer, query }: Params): Promise<CatchUp> {
    const db = this.app.get('db')
    const cursors = this.app.get('cursors')
    const side = sideKey(sideOf(viewer))
    const now = this.app.get('clock').now()
    const seal = (seq: number) => cursors.seal(side, seq, now)
    if (query.since === undefined) return { cursor: seal(await lastPlace(db)), reset: false, data: [] }
    const since = cursors.open(side, query.since, now)
    if (since === null) return { cursor: seal(await lastPlace(db)), reset: true, data: [] }
    const { seq, changes } = await this.missed(viewer, since)
    if (!changes) return { cursor: seal(seq), reset: true, data: [] }
    return {
      cursor: seal(seq),
      reset: false,
      data: changes.map(({ service, event, data }) => ({ service, event, data }))
    }
  }

  /** What cannot be folded even without what is set aside is fetched afresh. */
  private missed(viewer: Viewer, since: number) {
    const db = this.app.get('db')
    return isolating(this.app, {
      work: () => missed(db, this.app.get('kinds'), viewer, since),
      entries: (trx) => readFeed(trx, since, EVERYTHING)
    }).catch(async (error) => {
      if (isPassing(error)) throw error
      console.error(`Catch-up of ${viewer.id} begins afresh: ${causeOf(error)}`)
      return { seq: await lastPlace(db), changes: null }
    })
  }
}

export const journal = (app: Application) => {
  app.use('journal', new JournalService(app), { methods: ['find'] })
  app.service('journal').hooks({
    around: { all: [authenticated()] },
    before: { find: [validateQuery({ fields: {}, plain: { since: Type.String({ maxLength: 400 }) } })] }
  })
}
