import assert from 'node:assert/strict'
import { type Change, Feed } from '../../../web/src/lib/live/feed.ts'

const change = (id: string): Change => ({ service: 'comments', event: 'created', data: { id } })

/** A feed whose journal is answered by hand. */
const rig = () => {
  const asked: (string | undefined)[] = []
  const applied: string[] = []
  const answers: ((answer: { cursor: string; reset: boolean; data: Change[] }) => void)[] = []
  const feed = new Feed({
    ask: (since) => {
      asked.push(since)
      return new Promise((resolve) => answers.push(resolve))
    },
    apply: ({ data }) => applied.push(data.id),
    reset: () => applied.push('reset')
  })
  const tell = (cursor: string, data: Change[] = [], reset = false) =>
    answers.shift()!({ cursor, reset, data })
  return { feed, asked, applied, tell }
}

describe('the feed', () => {
  it('asks for its place before anything is fetched', async () => {
    const { feed, asked, tell } = rig()
    const whole = feed.connected()
    tell('c1')
    await whole
    assert.deepEqual(asked, [undefined])
  })

  it('catches up from the last event it applied', async () => {
    const { feed, asked, applied, tell } = rig()
    const first = feed.connected()
    tell('c1')
    await first
    feed.receive(change('a'), 'c2')
    const again = feed.connected()
    tell('c3', [change('b')])
    await again
    assert.deepEqual(asked, [undefined, 'c2'])
    assert.deepEqual(applied, ['a', 'b'])
  })

  it('applies what was missed before what arrives meanwhile', async () => {
    const { feed, applied, tell } = rig()
    const first = feed.connected()
    tell('c1')
    await first
    const again = feed.connected()
    feed.receive(change('live'), 'c9')
    assert.deepEqual(applied, [])
    tell('c5', [change('missed')])
    await again
    assert.deepEqual(applied, ['missed', 'live'])
  })

  it('has everything fetched anew when the journal cannot tell', async () => {
    const { feed, applied, tell } = rig()
    const first = feed.connected()
    tell('c1')
    await first
    const again = feed.connected()
    tell('c7', [change('ignored')], true)
    await again
    assert.deepEqual(applied, ['reset'])
  })

  it('leaves an answer that belongs to an earlier connection', async () => {
    const { feed, applied, tell } = rig()
    const first = feed.connected()
    const second = feed.connected()
    tell('old', [change('old')])
    tell('new', [change('new')])
    await Promise.all([first, second])
    assert.deepEqual(applied, ['new'])
  })

  it('never uses the place of another person', async () => {
    const { feed, asked, tell } = rig()
    const first = feed.connected()
    tell('c1')
    await first
    feed.forget()
    const next = feed.connected()
    tell('c2')
    await next
    assert.deepEqual(asked, [undefined, undefined])
  })
})
