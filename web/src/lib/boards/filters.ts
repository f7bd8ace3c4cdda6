import type { Priority, RoomKind, Stage, Status } from '#lib/records.ts'

// What is shown of the rooms is said by the address of the page, so that it can be sent, kept and gone back to.

export const dues = ['late', 'week', 'none'] as const
export const sorts = ['due', 'priority', 'title', 'created', 'progress', 'value'] as const
export const groups = ['lane', 'week', 'none'] as const
export type Due = (typeof dues)[number]
export type Sort = (typeof sorts)[number]
export type Group = (typeof groups)[number]

export interface Filters {
  view: 'board' | 'list'
  group: Group
  sort: Sort
  down: boolean
  search: string
  status: Status[]
  priority: Priority[]
  stage: Stage[]
  /** An organization's id, `none` for rooms of no organization. */
  organization: string | null
  /** `all`, `mine`, or a person's id. */
  whose: string
  due: Due | null
  archived: boolean
}

/** For whom the page is: what is not theirs to ask is not read from the address either. */
export interface Audience {
  kind: RoomKind
  staff: boolean
}

const statuses: readonly Status[] = ['todo', 'doing', 'waiting', 'done']
const priorities: readonly Priority[] = ['low', 'normal', 'high']
const stages: readonly Stage[] = ['lead', 'qualified', 'offer', 'negotiation', 'won', 'lost']
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const noFilters: Filters = {
  view: 'board',
  group: 'lane',
  sort: 'due',
  down: false,
  search: '',
  status: [],
  priority: [],
  stage: [],
  organization: null,
  whose: 'all',
  due: null,
  archived: false
}

/** Which words narrow what is shown; the others only arrange it. */
const narrowing = [
  'search', 'status', 'priority', 'stage', 'organization', 'whose', 'due', 'archived'
] as const // prettier-ignore

export const isFiltered = (filters: Filters): boolean =>
  narrowing.some((name) => String(filters[name]) !== String(noFilters[name]))

export const cleared = (filters: Filters): Filters => ({
  ...filters,
  ...Object.fromEntries(narrowing.map((name) => [name, noFilters[name]]))
})

/** Reads an address; words it does not know, or that are not for this viewer, are passed over. */
export const readFilters = (
  params: Pick<URLSearchParams, 'get' | 'has'>,
  { kind, staff }: Audience
): Filters => {
  const one = <T extends string>(name: string, known: readonly T[], usual: T): T =>
    known.find((word) => word === params.get(name)) ?? usual
  const many = <T extends string>(name: string, known: readonly T[]): T[] => {
    const wanted = params.get(name)?.split(',') ?? []
    return known.filter((word) => wanted.includes(word))
  }
  const person = params.get('whose') ?? ''
  const organization = params.get('organization') ?? ''
  const sort = one('sort', sorts, 'due')
  return {
    view: one('view', ['board', 'list'], 'board'),
    group: one('group', groups, 'lane'),
    sort: sort === 'value' && !(staff && kind === 'sales-activity') ? 'due' : sort,
    down: params.has('down'),
    search: params.get('search')?.trim().slice(0, 200) ?? '',
    status: many('status', statuses),
    priority: many('priority', priorities),
    stage: staff && kind === 'sales-activity' ? many('stage', stages) : [],
    organization: staff && (ID.test(organization) || organization === 'none') ? organization : null,
    whose: staff && (person === 'mine' || ID.test(person)) ? person : 'all',
    due: dues.find((word) => word === params.get('due')) ?? null,
    archived: params.has('archived')
  }
}

/** The shortest address that says the same; `''` when everything is as usual. */
export const writeFilters = (filters: Filters): string => {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) {
    const usual = noFilters[name as keyof Filters]
    if (value === null || value === false || String(value) === String(usual)) continue
    params.set(name, value === true ? '1' : String(value))
  }
  return params.size > 0 ? `?${params.toString().replaceAll('%2C', ',')}` : ''
}
