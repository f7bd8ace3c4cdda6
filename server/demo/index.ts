// The demo firm: a renovation company with clients and partners, whose last three weeks are told through the services
// themselves, so that policy and journal apply to every word.
import type { Application } from '../declarations.ts'
import { withTransaction } from '../database/index.ts'
import type { Database, Transaction } from '../database/index.ts'
import { moveBatch } from '../journal/sequencer.ts'
import { actsOf } from './acts.ts'
import { Days } from './days.ts'
import { organizations } from './organizations.ts'
import { firm, password, people } from './people.ts'
import { Scene } from './scene.ts'

/**
 * Fills an empty installation with the demo firm; answers whether this is the demo firm, for a real one stays as it is. It is
 * there whole or not at all: everything happens in one transaction. Call it before listening, for it moves the app's clock
 * meanwhile.
 */
export async function loadDemo(app: Application): Promise<boolean> {
  const db = app.get('db')
  if (!(await db('settings').where({ key: 'firm' }).first('key'))) await tell(app, db)
  return (await db('users').where({ demo: true }).first('id')) !== undefined
}

async function tell(app: Application, db: Database) {
  const clock = app.get('clock')
  try {
    await withTransaction(db, (trx) => load(app, trx, new Days(clock.now())))
  } finally {
    app.set('clock', clock)
  }
  await settle(db)
}

/** Puts the whole story into the feed at once, so that whoever reads on from the feed's end finds only what is new. */
async function settle(db: Database) {
  while ((await moveBatch(db)).taken > 0);
}

async function load(app: Application, trx: Transaction, days: Days) {
  // Another node may load it now, which takes longer than a call may wait for a lock or a statement.
  await trx.raw(`set local lock_timeout = 0; set local statement_timeout = 0`)
  await trx.raw(`select pg_advisory_xact_lock(hashtext('strefa demo'))`)
  if (await trx('settings').where({ key: 'firm' }).first('key')) return
  const scene = new Scene(app, trx)
  await openFirm(app, trx, scene, days)
  for (const { at, by, perform } of actsOf(days)) {
    scene.turn(at, by)
    await perform(scene)
  }
  await trx('users').update({ demo: true })
}

/** Ola sets the firm up, then writes down the organizations and lets the people in, minute by minute. */
async function openFirm(app: Application, trx: Transaction, scene: Scene, days: Days) {
  const { ola, ...others } = people
  const minute = (count: number) => new Date(days.written('-16 8:00').getTime() + count * 60_000)
  scene.set(minute(0))
  const admin = { firm, name: ola.name, email: ola.email, password }
  const { id } = await app.service('setup').create(admin, { trx, query: {} })
  scene.enter('ola', id)
  scene.turn(minute(1), 'ola')
  await scene.patch('users', id, { title: ola.title, phone: ola.phone })
  for (const [key, organization] of entries(organizations))
    scene.found(key, await scene.create('organizations', organization))
  for (const [count, [key, { organization, ...person }]] of entries(others).entries()) {
    scene.turn(minute(2 + count), 'ola')
    const organizationId = organization && scene.organization(organization)
    scene.enter(key, await scene.create('users', { ...person, organizationId, password, locale: 'pl' }))
  }
}

const entries = <Key extends string, Value>(record: Record<Key, Value>) =>
  Object.entries(record) as [Key, Value][]
