// Questions that the demo firm puts to its clients and partners, played in the room they belong to.
import type { Act } from './acts.ts'
import type { Days } from './days.ts'
import type { DemoDecision, DemoRoom } from './script.ts'
import type { Scene } from './scene.ts'

type Made = { id: string; hash: string }

/** A question and its answers; one that takes the place of an earlier one comes with it. */
export function asking(
  decision: DemoDecision,
  room: { id: string },
  links: Map<string, string>,
  days: Days,
  earlier?: Made
): Act[] {
  const made: Made = { id: '', hash: '' }
  const { at, by, next } = decision
  const asked = async (scene: Scene) => {
    const data = { ...dataOf(decision, scene, links, days), roomId: room.id, supersedesId: earlier?.id }
    made.id = await scene.create('decisions', data)
    made.hash = (await scene.get('decisions', made.id)).hash
  }
  const answers = (decision.answers ?? []).map(({ at, by, choice, reason }): Act => ({
    at: days.written(at),
    by,
    perform: (scene) =>
      scene.create('answers', { decisionId: made.id, choice: `${choice}`, reason, shown: made.hash })
  }))
  return [
    { at: days.written(at), by, perform: asked },
    ...answers,
    ...(next ? asking(next, room, links, days, made) : [])
  ]
}

function dataOf(decision: DemoDecision, scene: Scene, links: Map<string, string>, days: Days) {
  const { question, options, asked, rule, due, about = [] } = decision
  return {
    question,
    kind: options ? 'choice' : 'approval',
    options: options?.map(([text, note]) => (note ? { text, note } : { text })),
    askedIds: asked.map((person) => scene.person(person)),
    rule,
    dueAt: due === undefined ? undefined : days.when(due),
    about: about.map((title) => ({ kind: 'link', id: links.get(title) }))
  }
}

export const decisionsOf = (room: DemoRoom): DemoDecision[] => (room.decisions ?? []).flatMap(withNext)

const withNext = (decision: DemoDecision): DemoDecision[] =>
  decision.next ? [decision, ...withNext(decision.next)] : [decision]
