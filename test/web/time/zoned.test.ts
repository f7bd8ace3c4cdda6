import assert from 'node:assert/strict'
import { clockOf, momentOf } from '../../../web/src/lib/time/zoned.ts'

describe("a date and time by somebody's clock", () => {
  it('comes back as it was written, in summer and in winter', () => {
    assert.equal(momentOf('2026-12-01', '14:30', 'Europe/Warsaw'), '2026-12-01T13:30:00.000Z')
    assert.equal(momentOf('2026-07-01', '00:15', 'Europe/Warsaw'), '2026-06-30T22:15:00.000Z')
    for (const time of ['00:00', '02:30', '23:59'])
      assert.deepEqual(clockOf(momentOf('2026-07-01', time, 'Europe/Warsaw'), 'Europe/Warsaw'), {
        day: '2026-07-01',
        time
      })
  })

  it('leaves a whole day a day, in every time zone', () => {
    assert.deepEqual(clockOf('2026-12-01', 'Pacific/Auckland'), { day: '2026-12-01', time: '' })
  })
})
