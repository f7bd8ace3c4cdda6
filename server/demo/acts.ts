// The story as one list of acts in the order of time, each done by its own person through the app's services.
import { asking } from './decisions.ts'
import type { Days } from './days.ts'
import { news } from './news.ts'
import { people, staff } from './people.ts'
import type { PersonKey } from './people.ts'
import { sales } from './sales.ts'
import type { DemoComment, DemoNews, DemoRoom, DemoSale, Moment, Reach, Text } from './script.ts'
import type { Scene } from './scene.ts'
import { tasks } from './tasks.ts'

export type Act = { at: Date; by: PersonKey; perform: (scene: Scene) => Promise<unknown> }
type Acting = (at: Moment, by: PersonKey, perform: (scene: Scene, at: Date) => Promise<unknown>) => Act

/** Outsiders looked in last the day before yesterday, the firm's people yesterday: the rest is new to them. */
const LAST_LOOK: Record<'staff' | 'external', Moment> = { staff: '-1 15:35', external: '-2 16:00' }

export function actsOf(days: Days): Act[] {
  const act: Acting = (at, by, perform) => {
    const time = days.written(at)
    return { at: time, by, perform: (scene) => perform(scene, time) }
  }
  const acts = [
    ...tasks.flatMap((room) => roomActs('tasks', room, act, days)),
    ...sales.flatMap((room) => roomActs('sales-activities', room, act, days)),
    ...news.map((post) => publishing(post, act, days)),
    ...(Object.keys(people) as PersonKey[]).map((person) =>
      act(lastLook(person), person, (scene) => scene.create('reads', { all: true }))
    )
  ]
  return acts.sort((one, other) => one.at.getTime() - other.at.getTime())
}

/** A text as its writer writes it on that day, and the people it calls. */
export function spoken(text: Text, days: Days, at: Date): { body: string; mentions: PersonKey[] } {
  let body = ''
  const mentions: PersonKey[] = []
  for (const part of text) {
    if (typeof part === 'string') body += part
    else if ('form' in part) body += inPlace(days.say(part, at), body)
    else {
      body += `@${people[part.person].name}`
      mentions.push(part.person)
    }
  }
  return { body, mentions }
}

/** A sentence may begin with a day. */
const inPlace = (word: string, before: string) =>
  /(^|[.?!]\s+)$/.test(before) ? word.charAt(0).toUpperCase() + word.slice(1) : word

const lastLook = (person: PersonKey) => LAST_LOOK[person in staff ? 'staff' : 'external']

function roomActs(service: string, room: DemoRoom | DemoSale, act: Acting, days: Days): Act[] {
  const made = { id: '' }
  const links = new Map<string, string>()
  const patch = (scene: Scene, data: object) => scene.patch(service, made.id, data)
  return [
    act(room.opened.at, room.opened.by, async (scene, at) => {
      made.id = await scene.create(service, opening(room, scene, days, at))
    }),
    ...(room.joined ?? []).map(({ at, by, person, role }) =>
      act(at, by, (scene) =>
        scene.create('participants', { roomId: made.id, userId: scene.person(person), role })
      )
    ),
    ...room.talk.flatMap((comment) => speaking(comment, made, act, days)),
    ...(room.links ?? []).map(({ at, by, to, url, title }) =>
      act(at, by, async (scene) => {
        links.set(title, await scene.create('links', { roomId: made.id, url, title, ...reach(to, scene) }))
      })
    ),
    ...(room.files ?? []).map(({ at, by, to, name, content }) =>
      act(at, by, async (scene) => {
        const uploadId = await scene.send(await content())
        await scene.create('files', { roomId: made.id, uploadId, name, ...reach(to, scene) })
      })
    ),
    ...(room.decisions ?? []).flatMap((decision) => asking(decision, made, links, days)),
    ...(room.changes ?? []).map(({ at, by, set }) => act(at, by, (scene) => patch(scene, set))),
    ...(room.archived ? [room.archived] : []).map(({ at, by }) =>
      act(at, by, (scene, time) => patch(scene, { archivedAt: time.toISOString() }))
    )
  ]
}

function opening(room: DemoRoom | DemoSale, scene: Scene, days: Days, at: Date) {
  const { title, place, status, priority, progress, estimate, cost, internalNotes } = room
  const seats = (role: 'performer' | 'notified', seated: readonly PersonKey[]) =>
    seated.map((person) => ({ userId: scene.person(person), role }))
  return {
    ...{ title, place, status, priority, progress, estimate, cost, internalNotes, private: room.private },
    ...('stage' in room && { stage: room.stage, value: room.value, probability: room.probability }),
    description: spoken(room.description, days, at).body,
    startAt: room.start === undefined ? undefined : days.when(room.start),
    dueAt: room.due === undefined ? undefined : days.when(room.due),
    organizationId: room.organization && scene.organization(room.organization),
    participants: [...seats('performer', room.performers), ...seats('notified', room.notified)]
  }
}

/** A comment and its replies; whoever has spoken since their last look has read the room by then. */
function speaking(
  comment: DemoComment,
  room: { id: string },
  act: Acting,
  days: Days,
  parent?: { id: string }
): Act[] {
  const made = { id: '' }
  const said = act(comment.at, comment.by, async (scene, at) => {
    const { body, mentions } = spoken(comment.text, days, at)
    const called = mentions.map((person) => scene.person(person))
    const data = {
      roomId: room.id,
      body,
      mentions: called,
      parentId: parent?.id,
      ...reach(comment.to, scene)
    }
    made.id = await scene.create('comments', data)
    if (at > days.written(lastLook(comment.by))) await scene.create('reads', { roomId: room.id })
  })
  const { shared } = comment
  const shown =
    shared && act(shared.at, shared.by, (scene) => scene.patch('comments', made.id, reach(shared.to, scene)))
  const replies = comment.replies.flatMap((reply) => speaking(reply, room, act, days, made))
  const signs = (comment.signs ?? []).map(({ at, by, sign }) =>
    act(at, by, (scene) => scene.create('reactions', { commentId: made.id, sign }))
  )
  return [said, ...(shown ? [shown] : []), ...signs, ...replies]
}

const publishing = ({ at, by, to, title, body }: DemoNews, act: Acting, days: Days): Act =>
  act(at, by, (scene, time) =>
    scene.create('news', {
      title: spoken(title, days, time).body,
      body: spoken(body, days, time).body,
      ...reach(to, scene)
    })
  )

const reach = (to: readonly Reach[] | undefined, scene: Scene) =>
  to ? { audience: to.map((name) => scene.reach(name)) } : {}
