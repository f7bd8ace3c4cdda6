import assert from 'node:assert/strict'
import fc from 'fast-check'
import { startTestServer, type Person } from '../support/server.ts'

const runs = Number(process.env.EARLIER_RUNS ?? 5)

describe('a party that comes into a room later', function () {
  this.timeout(60_000)
  let server: Awaited<ReturnType<typeof startTestServer>>
  let ola: Person, kasia: Person, piotr: Person, marek: Person
  const parties: Record<string, string> = {}

  before(async () => {
    server = await startTestServer({ demo: true })
    const names = ['ola@firma', 'kasia@klient-a', 'piotr@klient-b', 'marek@partner-a']
    const all = await Promise.all(names.map((name) => server.signIn(`${name}.example`, 'strefa-demo')))
    ;[ola, kasia, piotr, marek] = all as [Person, Person, Person, Person]
    for (const { id } of [kasia, piotr, marek]) {
      const { body } = await ola.ask('GET', `users/${id}`)
      parties[id] = `${body.zone}:${body.organizationId}`
    }
  })
  after(() => server.stop())

  const post = async (path: string, data: object, who = ola) => {
    const { status, body } = await who.ask('POST', path, data)
    assert.equal(status, 201, JSON.stringify(body))
    return body
  }
  const room = () =>
    post('tasks', {
      title: 'Później',
      participants: [kasia, marek].map(({ id }) => ({ userId: id, role: 'notified' }))
    })
  const bodiesSeen = async (who: Person, roomId: string) =>
    (await who.ask('GET', `comments?roomId=${roomId}&$limit=200`)).body.data.map(({ id }: any) => id).sort()
  const preview = async (roomId: string, show: string | string[]) => {
    const asked = Array.isArray(show) ? show.map((id, at) => `show[${at}]=${id}`).join('&') : `show=${show}`
    const { status, body } = await ola.ask('GET', `earlier?roomId=${roomId}&userId=${piotr.id}&${asked}`)
    assert.equal(status, 200, JSON.stringify(body))
    return body.data.map(({ id }: any) => id).sort()
  }
  const enter = (roomId: string, earlier?: unknown) =>
    ola.ask('POST', 'participants', { roomId, userId: piotr.id, role: 'notified', ...(earlier !== undefined && { earlier }) }) // prettier-ignore

  it('is shown nothing of what was said before, unless staff choose', async () => {
    const { id } = await room()
    await post('comments', { roomId: id, body: 'do dzisiejszych klientów', audience: ['client'] })
    await enter(id)
    assert.deepEqual(await bodiesSeen(piotr, id), [])
    const later = await post('comments', { roomId: id, body: 'do wszystkich klientów', audience: ['client'] })
    assert.deepEqual(await bodiesSeen(piotr, id), [later.id])
  })

  it('is shown what all the other clients see, told live by changes of audience', async () => {
    const { id } = await room()
    const shared = await post('comments', { roomId: id, body: 'wspólne', audience: ['client', 'partner'] })
    const inner = await post('comments', { roomId: id, body: 'wewnętrzne' })
    const aside = await post('comments', { roomId: id, body: 'partnerzy', audience: ['partner'] })
    await piotr.listen()
    assert.equal((await enter(id, 'same')).status, 201)
    await piotr.hears('comments created', (data) => data.id === shared.id)
    assert.deepEqual(await bodiesSeen(piotr, id), [shared.id])
    for (const hidden of [inner, aside])
      assert.equal((await piotr.ask('GET', `comments/${hidden.id}`)).status, 404)
    const { body } = await ola.ask('GET', `timeline?roomId=${id}`)
    const told = body.data.filter(({ recordId, event }: any) => recordId === shared.id && event === 'patched')
    assert.deepEqual(told[0].changed[0].to, [...told[0].changed[0].from, parties[piotr.id]].sort())
  })

  it('is asked about once: a second person of the same company changes nothing', async () => {
    const { id } = await room()
    await post('comments', { roomId: id, body: 'wspólne', audience: ['client'] })
    const tomek = await server.signIn('tomek@klient-a.example', 'strefa-demo')
    const data = { roomId: id, userId: tomek.id, role: 'notified', earlier: 'same' }
    assert.equal((await ola.ask('POST', 'participants', data)).status, 400)
    assert.equal((await kasia.ask('GET', `earlier?roomId=${id}&userId=${piotr.id}`)).status, 403)
  })

  const said = fc.record({
    audience: fc.subarray(['kasia', 'marek']),
    parent: fc.option(fc.nat(9)),
    byKasia: fc.boolean(),
    picked: fc.boolean()
  })

  it('sees exactly what the preview said, whatever was said and picked', async () => {
    const choice = fc.constantFrom('same', 'picked')
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 2, maxLength: 10 }), choice, async (history, how) => {
        const { id } = await room()
        const who = { kasia, marek } as Record<string, Person>
        const made: { id: string; audience: string[]; parentId: string | null; picked: boolean }[] = []
        for (const [at, { audience, parent, byKasia, picked }] of history.entries()) {
          const tops = made.filter(({ parentId }) => parentId === null)
          const parentId = parent === null ? null : (tops[parent % (tops.length || 1)]?.id ?? null)
          const chosen = audience.map((name) => parties[who[name]!.id])
          const data = { roomId: id, body: `słowo ${at}`, parentId, ...(!byKasia && { audience: chosen }) }
          const { status, body } = await (byKasia ? kasia : ola).ask('POST', 'comments', data)
          if (status !== 201) continue
          const { body: whole } = await ola.ask('GET', `comments/${body.id}`)
          made.push({ ...whole, picked })
        }
        const show = how === 'same' ? 'same' : made.filter(({ picked }) => picked).map(({ id }) => id)
        const said = show.length > 0 ? await preview(id, show) : []
        assert.equal((await enter(id, show)).status, 201)
        assert.deepEqual(await bodiesSeen(piotr, id), said)
        for (const { id: shown, audience } of made)
          if (audience.length === 0) assert.ok(!said.includes(shown), 'internal talk stays internal')
      }),
      { numRuns: runs }
    )
  })
})
