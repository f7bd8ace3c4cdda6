import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Person } from '../support/server.ts'
import { startTestServer } from '../support/server.ts'
import { plain, Screen } from '../support/screen.ts'
import { upload } from '../support/upload.ts'

const runs = Number(process.env.HISTORY_RUNS ?? 4)
const names = ['ola@firma', 'kasia@klient-a', 'piotr@klient-b', 'marek@partner-a']
const internal = ['audience', 'internalNotes', 'estimate', 'cost', 'private', 'value', 'internalUpdatedAt']

/** What an author changes of each kind. */
const edited: Record<string, string> = { comments: 'body', links: 'title', files: 'name' }

/** One step, told in small numbers: what each means depends on what stands by then. */
const step = fc.tuple(
  fc.constantFrom(
    'say', 'say', 'answer', 'edit', 'withdraw', 'restore', 'saw', 'widen', 'widen', 'link', 'file', 'attach', 'react', 'react', 'unreact', 'sit', 'rise', 'room', 'inside', 'private', 'news', 'ask', 'ask', 'decide', 'decide', 'takeBack', 'away', 'back'
  ),
  fc.nat(30),
  fc.nat(3),
  fc.nat(7)
) // prettier-ignore
type Step = [string, number, number, number]

describe('any history', function () {
  this.timeout(120_000)
  let server: Awaited<ReturnType<typeof startTestServer>>
  let people: Person[]
  let parties: string[]

  before(async () => {
    server = await startTestServer({ demo: true })
    people = []
    for (const name of names) people.push(await server.signIn(`${name}.example`, 'strefa-demo'))
    const users = await Promise.all(people.slice(1).map(({ id }) => people[0]!.ask('GET', `users/${id}`)))
    parties = users.map(({ body }) => `${body.zone}:${body.organizationId}`)
  })
  after(() => server.stop())

  const some = (mask: number, from: string[]) => from.filter((_, at) => mask & (1 << at))

  async function play(history: Step[], screens: Screen[]) {
    const [ola] = people as [Person]
    const seats = new Map<Person, string>()
    const said: { path: string; id: string; author: Person }[] = []
    const signs: { id: string; author: Person }[] = []
    const asked: { id: string; hash: string; people: Person[] }[] = []
    const away = new Set<Screen>()
    const { body: task } = await ola.ask('POST', 'tasks', { title: 'Historia', internalNotes: 'sekret' })
    const sit = async (who: Person, earlier = 'nothing') => {
      const { body } = await ola.ask('POST', 'participants', { roomId: task.id, userId: who.id, role: 'notified', earlier }) // prettier-ignore
      seats.set(who, body.id)
    }
    const keep = async (path: string, author: Person, data: object) => {
      const { status, body } = await author.ask('POST', path, { roomId: task.id, ...data })
      assert.ok(status < 500, JSON.stringify(body))
      if (status === 201) said.push({ path, id: body.id, author })
    }
    for (const who of people.slice(1)) await sit(who)
    for (const [act, at, who, mask] of history) {
      const person = people[who] as Person
      const audience = some(mask, parties).filter((_, i) => seats.has(people[i + 1] as Person))
      const chosen = person === ola ? { audience } : {}
      const one = said[at % (said.length || 1)]
      const path = one && `${one.path}/${one.id}`
      if (act === 'say') await keep('comments', person, { body: `słowo ${at}`, ...chosen })
      if (act === 'answer' && one?.path === 'comments')
        await keep('comments', person, { body: `odpowiedź ${at}`, parentId: one.id, ...chosen })
      if (act === 'link') await keep('links', person, { url: `https://przyklad.example/${at}`, ...chosen })
      if (act === 'file')
        await keep('files', person, { uploadId: await upload(person, `${at}`), name: 'f', ...chosen })
      if (act === 'attach')
        await keep('comments', person, { body: 'z plikiem', uploads: [{ id: await upload(person, `${at}`), name: 'z' }], ...chosen }) // prettier-ignore
      if (act === 'react' && one?.path === 'comments') {
        const { status, body } = await person.ask('POST', 'reactions', { commentId: one.id, sign: 'agreed' })
        assert.ok(status < 500, JSON.stringify(body))
        if (status === 201) signs.push({ id: body.id, author: person })
      }
      if (act === 'unreact' && signs.length > 0) {
        const { id, author } = signs[at % signs.length]!
        await author.ask('DELETE', `reactions/${id}`)
      }
      if (act === 'edit' && one) await one.author.ask('PATCH', path!, { [edited[one.path]!]: `zmiana ${at}` })
      if (act === 'withdraw' && one) await one.author.ask('DELETE', path!)
      if (act === 'restore' && one) {
        const data = { service: one.path, id: one.id }
        const { status, body } = await ola.ask('POST', 'restorations', data)
        assert.ok(status < 500, JSON.stringify(body))
      }
      if (act === 'saw' && one) await person.ask('POST', 'exposures', { service: one.path, ids: [one.id] })
      if (act === 'widen' && one) await ola.ask('PATCH', path!, { audience })
      if (act === 'rise' && seats.has(person)) {
        await ola.ask('DELETE', `participants/${seats.get(person)}`)
        seats.delete(person)
      }
      if (act === 'sit' && person !== ola && !seats.has(person))
        await sit(person, at % 2 ? 'same' : 'nothing')
      const seated = people.slice(1).filter((one) => seats.has(one) && (one === person || mask % 2))
      const question = asked[at % (asked.length || 1)]
      if (act === 'ask' && seated[0]) {
        const { status, body } = await ola.ask('POST', 'decisions', {
          ...{ roomId: task.id, question: `pytanie ${at}`, kind: 'choice', options: ['tak', 'nie'] },
          ...{ askedIds: [seated[0].id], supersedesId: at % 3 ? null : (question?.id ?? null) }
        })
        assert.ok(status < 500, JSON.stringify(body))
        if (status === 201) asked.push({ ...body, people: [seated[0]] })
      }
      if (act === 'decide' && question)
        await question.people[0]!.ask('POST', 'answers', {
          ...{
            decisionId: question.id,
            choice: `${1 + (mask % 2)}`,
            reason: `bo ${at}`,
            shown: question.hash
          }
        })
      if (act === 'takeBack' && question)
        await ola.ask('PATCH', `decisions/${question.id}`, { state: 'withdrawn' })
      if (act === 'room') await ola.ask('PATCH', `tasks/${task.id}`, { progress: at })
      if (act === 'inside') await ola.ask('PATCH', `tasks/${task.id}`, { estimate: at })
      if (act === 'private') await ola.ask('PATCH', `tasks/${task.id}`, { private: at % 2 === 0 })
      if (act === 'news') await ola.ask('POST', 'news', { title: 'Nowość', body: 'x', audience: mask % 2 ? ['client'] : [] }) // prettier-ignore
      const screen = screens[who]
      if (act === 'away' && screen && !away.has(screen)) {
        away.add(screen)
        await screen.leave()
      }
      if (act === 'back' && screen && away.delete(screen)) await screen.comeBack()
    }
    for (const screen of away) await screen.comeBack()
  }

  /** A word to everyone, heard by each: what came before it has been heard too. */
  async function quiet(screens: Screen[]) {
    const { body } = await people[0]!.ask('POST', 'news', { title: 'Cisza', body: 'x', audience: ['client', 'partner'] }) // prettier-ignore
    for (const screen of screens) {
      await screen.person.hears('news created', (data) => data.id === body.id)
      await screen.settled()
    }
  }

  it('leaves on every screen what a fresh fetch shows, and tells externals no internal field', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (history) => {
        const screens = people.map((person) => new Screen(person))
        for (const { person } of screens) await person.listen()
        for (const screen of screens) await screen.open()
        await play(history as Step[], screens)
        await quiet(screens)
        for (const screen of screens) assert.deepEqual(plain(screen.held), plain(await screen.fetch()))
        for (const { person } of screens.slice(1))
          for (const { data } of person.heard)
            for (const field of internal) assert.ok(!(field in (data ?? {})), field)
        for (const screen of screens) await screen.leave()
      }),
      { numRuns: runs, endOnFailure: true }
    )
  })
})
