import assert from 'node:assert/strict'
import { dueAt, isDigestHour, nextHour } from '../../server/mail/due.ts'

describe('when a mail is due', () => {
  const at = (text: string) => new Date(text)

  it('is a moment after what happened, or the next full hour of the reader', () => {
    const now = at('2026-11-24T08:00:00Z')
    const due = (mail: 'immediate' | 'daily', timeZone: string) =>
      dueAt({ mail, timeZone }, now, 45_000, 7).toISOString()
    assert.equal(due('immediate', 'Europe/Warsaw'), '2026-11-24T08:00:45.000Z')
    assert.equal(due('daily', 'Europe/Warsaw'), '2026-11-25T06:00:00.000Z')
    assert.equal(due('daily', 'America/New_York'), '2026-11-24T12:00:00.000Z')
    assert.equal(due('daily', 'Asia/Kathmandu'), '2026-11-25T01:15:00.000Z')
  })

  it('keeps the hour when the clocks change, and leaves out a day that has no such hour', () => {
    const next = (from: string, hour: number) => nextHour(at(from), hour, 'Europe/Warsaw').toISOString()
    assert.equal(next('2026-10-24T06:00:00Z', 7), '2026-10-25T06:00:00.000Z')
    assert.equal(next('2027-03-27T06:00:00Z', 7), '2027-03-28T05:00:00.000Z')
    assert.equal(next('2027-03-27T02:00:00Z', 2), '2027-03-29T00:00:00.000Z')
    assert.equal(next('2026-11-24T06:00:00Z', 7), '2026-11-25T06:00:00.000Z')
  })

  it('knows a digest hour when it sees one', () => {
    assert.ok(isDigestHour(at('2026-11-24T06:00:00Z'), 7, 'Europe/Warsaw'))
    assert.ok(!isDigestHour(at('2026-11-24T06:00:45Z'), 7, 'Europe/Warsaw'))
    assert.ok(!isDigestHour(at('2026-11-24T07:00:00Z'), 7, 'Europe/Warsaw'))
  })
})
