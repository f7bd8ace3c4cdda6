import { m } from '#lib/paraglide/messages.js'
import { clock } from '#lib/time/clock.svelte.ts'

export const minutesSince = (moment: string): number =>
  Math.max(1, Math.round((clock.now.getTime() - Date.parse(moment)) / 60_000))

/** '35 min', '21 godz.', '3 dni'. */
export const waitedFor = (moment: string): string => {
  const minutes = minutesSince(moment)
  if (minutes < 60) return m.home_minutes({ count: minutes })
  const hours = Math.round(minutes / 60)
  return hours < 48 ? m.home_hours({ count: hours }) : m.home_days({ count: Math.round(hours / 24) })
}
