// The demo firm: a renovation company with clients and partners, whose last three weeks are told through the services
// themselves, so that policy and journal apply to every word.
import type { Application } from '../declarations.ts'
import { withTransaction } from '../database/index.ts'
import type { Transaction } from '../database/index.ts'
import { actsOf } from './acts.ts'
import { Days } from './days.ts'
import { organizations } from './organizations.ts'
import type { OrganizationKey } from './organizations.ts'
import { firm, password, people } from './people.ts'
import type { PersonKey } from './people.ts'
import { Scene } from './scene.ts'

/**
 * Fills an empty installation with the demo firm; does nothing where a firm is set up already. It is there whole or not at
 * all: everything happens in one transaction. Call it before listening, for it moves the app's clock meanwhile.
 */
export async function loadDemo(app: Application): Promise<void> {
  const clock = app.get('clock')
  try {
    await withTransaction(
      app.get('db'),
      (trx) => load(app, trx, new Days(clock.now())),
      () => app.get('sequencer').poke()
    )
  } finally {
    app.set('clock', clock)
  }
}

async function load(app: Application, trx: Transaction, days: Days) {
  await trx.raw(`select pg_advisory_xact_lock(hashtext('strefa demo'))`)
  if (await trx('settings').where({ key: 'firm' }).first('key')) return
  const scene = new Scene(app, trx)
  await openFirm(app, trx, scene, days)
  for (const { at, by, perform } of actsOf(days)) {
    scene.turn(at, by)
    await perform(scene)
  }
}

/** Ola sets the firm up, then writes down the organizations and lets the people in. */
async function openFirm(app: Application, trx: Transaction, scene: Scene, days: Days) {
  const { ola, ...others } = people
  const start = days.written('-16 8:00')
  const { id } = app.get('clock')
  app.set('clock', { id, now: () => start })
  await app.service('setup').create({ firm, name: ola.name, email: ola.email, password }, { trx, query: {} })
  const admin = await trx('users').where({ email: ola.email }).first('id')
  scene.enter('ola', admin.id)
  scene.turn(start, 'ola')
  await scene.patch('users', admin.id, { title: ola.title, phone: ola.phone })
  for (const [key, organization] of Object.entries(organizations) as [OrganizationKey, object][])
    scene.found(key, await scene.create('organizations', organization))
  for (const [key, person] of Object.entries(others) as [PersonKey, typeof ola][]) {
    const { name, email, title, phone, zone, role, organization } = person
    const organizationId = organization && scene.organization(organization)
    const data = { name, email, title, phone, zone, role, organizationId, password, locale: 'pl' }
    scene.enter(key, await scene.create('users', data))
  }
}
