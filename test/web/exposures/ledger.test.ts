import assert from 'node:assert/strict'
import { audienceTurns, ledgerOf } from '#lib/exposures/ledger.ts'
import type { Exposure, TimelineEntry } from '#lib/records.ts'

const exposure = (userId: string, party: string, seenAt: string | null, mailedAt: string | null = null) =>
  ({ id: userId, userId, party, seenAt, mailedAt }) as Exposure

describe('the ledger of a record', () => {
  it('names those it has reached, those it may yet reach, and parties that see it no more last', () => {
    const groups = ledgerOf({
      exposures: [
        exposure('kasia', 'client:a', '2026-11-02'),
        exposure('marek', 'partner:c', null, '2026-11-01')
      ],
      readers: [
        { userId: 'marek', party: 'partner:c' },
        { userId: 'ewa', party: 'partner:d' }
      ],
      audience: ['partner:c', 'partner:d']
    })
    assert.deepEqual(
      groups.map(({ party, sees, lines }) => [party, sees, lines.map(({ userId }) => userId)]),
      [
        ['partner:c', true, ['marek']],
        ['partner:d', true, ['ewa']],
        ['client:a', false, ['kasia']]
      ]
    )
  })

  it('tells from the timeline who gained and who lost sight of it', () => {
    const changed = [{ field: 'audience', from: ['client:a'], to: ['client:b'] }]
    const entries = [
      { id: '2', at: 'x', actorId: 'ola', changed },
      { id: '1', at: 'w', actorId: 'ola', changed: [{ field: 'body' }] }
    ] as TimelineEntry[]
    assert.deepEqual(audienceTurns(entries), [
      { id: '2', at: 'x', actorId: 'ola', gained: ['client:b'], lost: ['client:a'] }
    ])
  })
})
