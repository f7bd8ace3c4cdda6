/** What a bad row, put there by SQL, does to everybody else: nothing. */
import './errors.ts'
import './outages.ts'
import './poison.ts'
import assert from 'node:assert/strict'
import { Firm } from '../mail/firm.ts'

describe('an attack by a bad row', function () {
  this.timeout(60_000)
  let firm: Firm

  before(async () => {
    firm = await Firm.open()
  })
  beforeEach(() => firm.newRoom())
  after(() => firm.close())

  describe('in somebody’s time zone', () => {
    const refused = ['+00:07', '', '+05:30', 'Etc/GMT+5', 'Europe/Warszawa', '../etc/passwd']
    const taken = ['America/New_York', 'UTC', 'Asia/Kolkata', 'Asia/Calcutta', 'Europe/Kyiv', 'US/Eastern']
    afterEach(() =>
      firm
        .db('users')
        .where({ id: firm.person.kasia.id })
        .update({ timeZone: 'Europe/Warsaw', mail: 'immediate' })
    )

    it('is refused unless the runtime knows the zone', async () => {
      const ask = (timeZone: string) => firm.person.kasia.ask('PATCH', 'preferences/me', { timeZone })
      for (const zone of refused) assert.equal((await ask(zone)).status, 400, zone)
      for (const zone of taken) assert.equal((await ask(zone)).body.timeZone, zone)
    })

    for (const timeZone of ['+00:07', '', 'No/Where'])
      it(`stops nobody’s mail, calendar or export where it is ${JSON.stringify(timeZone)} already`, async () => {
        const { kasia } = firm.person
        await firm.db('users').where({ id: kasia.id }).update({ timeZone, mail: 'daily' })
        await firm.say('ola', 'słowo', { audience: ['client'] })
        await firm.deliver()
        for (const name of ['kasia', 'tomek'] as const) assert.match(firm.textTo(name), /słowo/)
        const session = await firm.as('kasia', 'GET', 'sessions/current')
        assert.equal(session.user.timeZone, 'Europe/Warsaw')
        await firm.as('kasia', 'GET', 'calendar?from=2026-11-01&to=2026-12-01')
        const { id } = await firm.as('kasia', 'POST', 'exports', { roomId: firm.roomId })
        await firm.until(async () => (await firm.as('kasia', 'GET', `exports/${id}`)).state === 'ready')
      })
  })
})
