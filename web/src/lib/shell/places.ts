import Calendar from '@lucide/svelte/icons/calendar'
import ChartNoAxesColumn from '@lucide/svelte/icons/chart-no-axes-column'
import ContactRound from '@lucide/svelte/icons/contact-round'
import Inbox from '@lucide/svelte/icons/inbox'
import Newspaper from '@lucide/svelte/icons/newspaper'
import SquareCheck from '@lucide/svelte/icons/square-check'
import Sun from '@lucide/svelte/icons/sun'
import { session } from '#lib/live/session.svelte.ts'
import { m } from '#lib/paraglide/messages.js'
import { inbox, reads } from './reads.svelte.ts'

/** The places of the product for this viewer; what is not theirs is absent. */
export const places = () => {
  const staff = session.isStaff
  const sells = staff || (reads.value?.data.some(({ kind }) => kind === 'sales-activity') ?? false)
  const unread = inbox.value?.unread ?? 0
  return [
    { href: '/', icon: Sun, label: m.nav_home(), count: 0 },
    { href: '/inbox', icon: Inbox, label: m.nav_inbox(), count: unread },
    { href: '/tasks', icon: SquareCheck, label: staff ? m.nav_tasks() : m.nav_matters(), count: 0 },
    ...(sells
      ? [
          {
            href: '/sales-activities',
            icon: ChartNoAxesColumn,
            label: staff ? m.nav_sales() : m.nav_offers(),
            count: 0
          }
        ]
      : []),
    { href: '/calendar', icon: Calendar, label: m.nav_calendar(), count: 0 },
    { href: '/contacts', icon: ContactRound, label: m.nav_contacts(), count: 0 },
    { href: '/news', icon: Newspaper, label: m.nav_news(), count: 0 }
  ]
}

export const isAt = (href: string, path: string) =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)

/** 'Strefa', 'Strefa Klienta' or 'Strefa Partnera'. */
export const zoneName = () =>
  ({ staff: m.zone_staff, client: m.zone_client, partner: m.zone_partner })[session.me.zone]()
