/** What one hostile client does; each answers how many of its calls got which answer. */
import { endlessPage } from '../../support/evil.ts'
import type { Person } from '../../support/server.ts'
import { content, upload } from '../../support/upload.ts'

/** Who attacks, in a room that they share with the firm. */
export interface Place {
  evil: Person
  roomId: string
}

type Answers = Record<string, number>
export type Attack = (place: Place) => Promise<Answers>

export const attacks: Record<string, Attack> = {
  '1,000 guesses of a password at once': ({ evil }) =>
    times(1000, (at) =>
      statusOf(evil, 'authentication', {
        strategy: 'local',
        email: 'kasia@klient-a.example',
        password: `guess ${at}`
      })
    ),

  '20 bodies of 979 KB of unknown fields': ({ evil, roomId }) => {
    const fields = Array.from({ length: 75_000 }, (_, at) => [`unknown${at}`, 1])
    return times(20, () => statusOf(evil, 'comments', { roomId, body: 'x', ...Object.fromEntries(fields) }))
  },

  '20 comments with 200,000 mentions': ({ evil, roomId }) =>
    times(20, () => statusOf(evil, 'comments', { roomId, body: 'x', mentions: Array(200_000).fill('a') })),

  '2,000 finds on one socket at once': async ({ evil, roomId }) => {
    await evil.listen()
    const answers = await times(2000, () =>
      evil.call('find', 'timeline', { roomId, $limit: 200 }).then(
        () => 'answered',
        ({ code }) => String(code)
      )
    )
    evil.socket!.disconnect()
    return answers
  },

  'four pages that never end': async ({ evil, roomId }) => {
    const files = await Promise.all(
      [1, 2, 3, 4].map(async (at) => {
        const uploadId = await upload(evil, endlessPage(`${at} ${Date.now()}`))
        return (await evil.ask('POST', 'files', { roomId, uploadId, name: 'plan.pdf' })).body
      })
    )
    return times(4, async (at) => String((await content(evil, `${files[at].id}/preview`)).status))
  },

  'a word of 20,000 letters, exported': async ({ evil, roomId }) => {
    await evil.ask('POST', 'comments', { roomId, body: 'a'.repeat(20_000) })
    return exported(evil, roomId, 1)
  },

  '400 exports': ({ evil, roomId }) => exported(evil, roomId, 400)
}

const statusOf = async (person: Person, path: string, data: object) =>
  String((await person.ask('POST', path, data)).status)

async function times(count: number, call: (at: number) => Promise<string>): Promise<Answers> {
  const answers = await Promise.all(Array.from({ length: count }, (_, at) => call(at).catch(() => 'cut off')))
  const groups = Map.groupBy(answers, (answer) => answer)
  return Object.fromEntries([...groups].map(([answer, all]) => [answer, all.length]))
}

/** Until the last that was taken is made, or has failed. */
async function exported(person: Person, roomId: string, count: number) {
  const ids: string[] = []
  const answers = await times(count, async () => {
    const { status, body } = await person.ask('POST', 'exports', { roomId })
    if (status === 201) ids.push(body.id)
    return String(status)
  })
  for (const id of ids)
    while (['waiting', 'working'].includes((await person.ask('GET', `exports/${id}`)).body.state))
      await new Promise((resolve) => setTimeout(resolve, 200))
  return answers
}
