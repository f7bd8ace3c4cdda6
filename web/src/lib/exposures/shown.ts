import { service } from '#lib/live/client.ts'
import { live } from '#lib/live/live.svelte.ts'
import { session } from '#lib/live/session.svelte.ts'

interface Mark {
  service: string
  id: string
}

const DWELL = 1000
/** Of a tall record, this much counts as shown. */
const TALL = 160

const marks = new Map<Element, Mark>()
const onScreen = new Set<Element>()
const told = new Set<string>()
let observer: IntersectionObserver | undefined
let timer: ReturnType<typeof setTimeout> | undefined

/**
 * Marks an element that shows a record. What stays on an open screen for a moment is told to the server, many at once:
 * the firm keeps when its words first reached somebody outside. The firm's own screens tell nothing.
 */
export const shows = (name: string, id: string) => (element: Element) => {
  if (session.isStaff || session.viewedBy) return
  observer ??= new IntersectionObserver(look, { threshold: [0, 0.25, 0.5, 0.75, 1] })
  marks.set(element, { service: name, id })
  observer.observe(element)
  return () => {
    observer?.unobserve(element)
    marks.delete(element)
    onScreen.delete(element)
  }
}

const look = (entries: IntersectionObserverEntry[]) => {
  for (const { target, isIntersecting, intersectionRatio, intersectionRect } of entries)
    if (isIntersecting && (intersectionRatio >= 0.5 || intersectionRect.height >= TALL)) onScreen.add(target)
    else onScreen.delete(target)
  wait()
}

const wait = () => {
  clearTimeout(timer)
  timer = setTimeout(tell, DWELL)
}

const tell = () => {
  if (document.visibilityState !== 'visible' || !live.online) return
  const news = [...onScreen].flatMap((element) => marks.get(element) ?? []).filter(({ id }) => !told.has(id))
  for (const [name, group] of Map.groupBy(news, (mark) => mark.service)) void send(name, group)
}

const send = async (name: string, group: Mark[]) => {
  const ids = [...new Set(group.map(({ id }) => id))].slice(0, 200)
  for (const id of ids) told.add(id)
  await service('exposures')
    .create({ service: name, ids })
    .catch(() => ids.forEach((id) => told.delete(id)))
}

if (typeof document !== 'undefined') document.addEventListener('visibilitychange', wait)
live.follow({ change: () => {}, reset: () => {}, resume: wait })
