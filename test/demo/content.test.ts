import assert from 'node:assert/strict'
import { actsOf, spoken } from '../../server/demo/acts.ts'
import { decisionsOf } from '../../server/demo/decisions.ts'
import { Days } from '../../server/demo/days.ts'
import { news } from '../../server/demo/news.ts'
import { organizations } from '../../server/demo/organizations.ts'
import { externals, people, staff } from '../../server/demo/people.ts'
import type { PersonKey } from '../../server/demo/people.ts'
import { sales } from '../../server/demo/sales.ts'
import type { DemoComment, DemoRoom, Moment, Reach, Text, When } from '../../server/demo/script.ts'
import { tasks } from '../../server/demo/tasks.ts'

const rooms: DemoRoom[] = [...tasks, ...sales]
const shared = tasks.find((task) => task.title === 'Łazienki i kuchnia, 2. piętro') as DemoRoom
const keys = Object.keys(people) as PersonKey[]

const talkOf = (room: DemoRoom) => room.talk.flatMap((comment) => [comment, ...comment.replies])
const seatedIn = (room: DemoRoom) => [
  ...room.performers,
  ...room.notified,
  ...(room.joined ?? []).map(({ person }) => person)
]
const isStaff = (person: PersonKey) => person in staff
const partyOf = (person: PersonKey) => `${people[person].zone}:${people[person].organization}` as Reach
const partiesIn = (room: DemoRoom) => [
  ...new Set(seatedIn(room).flatMap((person) => (isStaff(person) ? [] : [partyOf(person)])))
]
const expanded = (to: readonly Reach[], room: DemoRoom) =>
  partiesIn(room).filter((party) => to.some((name) => party === name || party.startsWith(`${name}:`)))
const audienceOf = (comment: DemoComment, room: DemoRoom) =>
  isStaff(comment.by) ? expanded(comment.to ?? [], room) : [partyOf(comment.by)]

const minute = (moment: Moment) => {
  const [day, hours, minutes] = moment.split(/[ :]/).map(Number) as [number, number, number]
  return { day, time: hours * 60 + minutes, order: day * 1440 + hours * 60 + minutes }
}
const dayOf = (when: When | undefined) => (typeof when === 'string' ? minute(when).day : (when ?? Number.NaN))
const momentsOf = (room: DemoRoom): Moment[] => [
  room.opened.at,
  ...talkOf(room).flatMap((comment) => [comment.at, ...(comment.shared ? [comment.shared.at] : [])]),
  ...[...(room.links ?? []), ...(room.files ?? []), ...(room.changes ?? []), ...(room.joined ?? [])].map(
    ({ at }) => at
  ),
  ...decisionsOf(room).flatMap(({ at, answers = [] }) => [at, ...answers.map((answer) => answer.at)]),
  ...(room.archived ? [room.archived.at] : [])
]
const standing = (room: DemoRoom) =>
  (room.changes ?? []).reduce((now, { set }) => ({ ...now, ...set }), room as DemoRoom & { stage?: string })
const words = (text: Text) => text.filter((part) => typeof part === 'string').join('')

describe('the people of the demo firm', () => {
  it('are known by these names, addresses and zones', () => {
    assert.deepEqual(
      keys.map((key) => {
        const { name, email, zone, organization } = people[key]
        return [email, name, zone, organization && organizations[organization].name].join(', ')
      }),
      [
        'ola@firma.example, Ola Wrona, staff, ',
        'jan@firma.example, Jan Sikora, staff, ',
        'magda@firma.example, Magda Bielak, staff, ',
        'pawel@firma.example, Paweł Gil, staff, ',
        'iza@firma.example, Iza Żak, staff, ',
        'hubert@firma.example, Hubert Łęcki, staff, ',
        'kasia@klient-a.example, Kasia Wilk, client, Saldomiar',
        'tomek@klient-a.example, Tomek Rak, client, Saldomiar',
        'piotr@klient-b.example, Piotr Maj, client, Wspólnota Rumiankowa 8',
        'marek@partner-a.example, Marek Cis, partner, Iskrzak Instalacje',
        'ewa@partner-b.example, Ewa Dąb, partner, Stolarnia Dębiszcze'
      ]
    )
  })

  it('have one administrator among the staff, and nobody outside has a role', () => {
    assert.deepEqual(
      keys.filter((key) => people[key].role === 'admin'),
      ['ola']
    )
    for (const external of Object.values(externals)) assert.equal(external.role, null)
  })
})

describe('the organizations of the demo firm', () => {
  it('have valid NIPs, each its own', () => {
    const weights = [6, 5, 7, 2, 3, 4, 5, 6, 7]
    const numbers = Object.values(organizations).map(({ taxId }) => taxId)
    for (const number of numbers) {
      assert.match(number, /^\d{10}$/)
      const sum = weights.reduce((total, weight, i) => total + weight * Number(number[i]), 0)
      assert.equal(sum % 11, Number(number[9]), number)
    }
    assert.equal(new Set(numbers).size, numbers.length)
  })
})

describe('the rooms of the demo firm', () => {
  it('are about thirty tasks and twenty sales activities, none named twice', () => {
    assert.ok(tasks.length >= 28 && tasks.length <= 36, `${tasks.length} tasks`)
    assert.equal(sales.length, 20)
    assert.equal(new Set(rooms.map(({ title }) => title)).size, rooms.length)
  })

  it('stand today in every status, priority and stage', () => {
    const values = (field: 'status' | 'priority' | 'stage', list: DemoRoom[]) =>
      [...new Set(list.map((room) => standing(room)[field]))].sort()
    for (const list of [tasks, sales]) {
      assert.deepEqual(values('status', list), ['doing', 'done', 'todo', 'waiting'])
      assert.deepEqual(values('priority', list), ['high', 'low', 'normal'])
    }
    assert.deepEqual(values('stage', sales), ['lead', 'lost', 'negotiation', 'offer', 'qualified', 'won'])
  })

  it('are due around today: some late, some today, some this week, some next month', () => {
    const open = tasks.filter((room) => standing(room).status !== 'done' && !room.archived)
    const due = (least: number, most: number) =>
      open.filter(({ due }) => dayOf(due) >= least && dayOf(due) <= most).length
    assert.ok(due(-10, -1) >= 2)
    assert.ok(due(0, 0) >= 4)
    assert.ok(due(1, 4) >= 5)
    assert.ok(due(18, 30) >= 3)
    for (const { due, title } of rooms) assert.ok(dayOf(due) >= -15 && dayOf(due) <= 30, title)
    assert.ok(rooms.some(({ due }) => typeof due === 'string'))
  })

  it('hold one or two private and archived ones among the tasks', () => {
    assert.equal(tasks.filter((room) => room.private).length, 2)
    assert.equal(tasks.filter((room) => room.archived).length, 2)
    for (const room of rooms.filter((one) => one.private)) assert.deepEqual(partiesIn(room), [], room.title)
  })

  it('are shared with every external several times', () => {
    for (const external of Object.keys(externals) as PersonKey[])
      assert.ok(rooms.filter((room) => seatedIn(room).includes(external)).length >= 6, external)
  })

  it('seat nobody twice, and only who is seated speaks or is called', () => {
    for (const room of rooms) {
      const seated = seatedIn(room)
      assert.equal(new Set(seated).size, seated.length, room.title)
      for (const comment of talkOf(room)) {
        assert.ok(seated.includes(comment.by), `${room.title}: ${comment.by} ${comment.at}`)
        for (const called of spoken(comment.text, new Days(new Date()), new Date()).mentions) {
          assert.ok(seated.includes(called), `${room.title}: ${comment.at} calls ${called}`)
          if (!isStaff(called))
            assert.ok(audienceOf(comment, room).includes(partyOf(called)), `${room.title}: ${comment.at}`)
        }
      }
      for (const { by } of [...(room.links ?? []), ...(room.files ?? [])])
        assert.ok(seated.includes(by), `${room.title}: link or file of ${by}`)
    }
  })
})

describe('the talk of the demo firm', () => {
  it('is 2 to 15 comments a room, and more where everybody meets', () => {
    for (const room of rooms) {
      const { length } = talkOf(room)
      if (room === shared) assert.ok(length >= 20 && length <= 30, `${length}`)
      else assert.ok(length >= 2 && length <= 15, `${room.title}: ${length}`)
    }
  })

  it('reaches somebody wherever it names an audience', () => {
    for (const room of rooms)
      for (const { at, to } of [...talkOf(room), ...(room.links ?? []), ...(room.files ?? [])])
        for (const name of to ?? [])
          assert.ok(expanded([name], room).length > 0, `${room.title}: ${at} ${name}`)
  })

  it('answers within the audience of what it answers', () => {
    for (const room of rooms)
      for (const parent of room.talk)
        for (const reply of parent.replies) {
          const outside = audienceOf(reply, room).filter((party) => !audienceOf(parent, room).includes(party))
          assert.deepEqual(outside, [], `${room.title}: ${reply.at}`)
          assert.deepEqual(reply.replies, [])
        }
  })

  it('never answers an outsider without letting them read it, unless in a note of its own', () => {
    for (const room of rooms)
      for (const parent of room.talk.filter(({ by }) => !isStaff(by)))
        for (const reply of parent.replies) assert.notDeepEqual(audienceOf(reply, room), [], reply.at)
  })

  it('asks people of one party, all in the room, about links they see', () => {
    const asked = rooms.flatMap((room) => decisionsOf(room).map((decision) => ({ room, ...decision })))
    for (const { room, by, asked: people, about = [], answers = [] } of asked) {
      assert.equal(new Set(people.map(partyOf)).size, 1)
      for (const person of [by, ...people]) assert.ok(seatedIn(room).includes(person))
      for (const answer of answers) assert.ok(people.includes(answer.by as (typeof people)[number]))
      for (const title of about) assert.ok((room.links ?? []).some((link) => link.title === title))
    }
    const waiting = asked.filter(({ answers = [], next }) => answers.length === 0 && !next)
    assert.deepEqual(
      waiting.map(({ asked }) => asked),
      [['kasia', 'tomek'], ['marek']]
    )
    assert.ok(asked.some(({ next }) => next))
  })

  it('uses every kind of audience, for comments and links', () => {
    const kinds = new Set(
      rooms.flatMap(talkOf).map(({ by, to }) => (isStaff(by) ? String(to ?? '') : 'external'))
    )
    assert.deepEqual([...kinds].sort(), [
      '',
      'client',
      'client,partner',
      'client:rumiankowa',
      'client:saldomiar',
      'external',
      'partner',
      'partner:debiszcze',
      'partner:iskrzak'
    ])
    const links = rooms.flatMap((room) => room.links ?? [])
    for (const to of [undefined, 'client', 'partner', 'client,partner'])
      assert.ok(
        links.some((link) => isStaff(link.by) && link.to?.toString() === to),
        String(to)
      )
    for (const { url } of links) assert.match(url, /^https:\/\/[a-z.-]+\.example\//)
  })

  it('gives every party of the shared room a conversation of its own', () => {
    assert.deepEqual(seatedIn(shared).toSorted(), [
      ...['ewa', 'jan', 'kasia', 'magda', 'marek', 'ola', 'pawel', 'piotr', 'tomek']
    ])
    for (const external of Object.keys(externals) as PersonKey[]) {
      const seen = talkOf(shared).filter((comment) => audienceOf(comment, shared).includes(partyOf(external)))
      assert.ok(
        seen.some(({ by }) => by === external),
        external
      )
      assert.ok(seen.length >= 6, `${external} sees ${seen.length}`)
    }
  })

  it('is written in working hours of the last three weeks, in the order of a conversation', () => {
    for (const room of rooms) {
      const opened = minute(room.opened.at).order
      for (const moment of momentsOf(room)) {
        const { day, time, order } = minute(moment)
        const last = { 0: '10:50', '-1': '15:30' }[String(day)] ?? '17:30'
        assert.ok(day >= -15 && day <= 0 && time >= 7 * 60, `${room.title}: ${moment}`)
        assert.ok(order <= minute(`${day} ${last}` as Moment).order, `${room.title}: ${moment}`)
        assert.ok(order >= opened, `${room.title}: ${moment}`)
      }
      const said = talkOf(room).map(({ at }) => minute(at).order)
      assert.equal(new Set(said).size, said.length, `${room.title}: two at once`)
      const parents = room.talk.map(({ at }) => minute(at).order)
      assert.deepEqual(
        parents,
        parents.toSorted((a, b) => a - b),
        room.title
      )
      for (const { at, replies } of room.talk) {
        const order = [at, ...replies.map((reply) => reply.at)].map((moment) => minute(moment).order)
        assert.deepEqual(
          order,
          order.toSorted((a, b) => a - b),
          `${room.title}: ${at}`
        )
      }
      const archived = room.archived ? minute(room.archived.at).order : Infinity
      for (const moment of momentsOf(room)) assert.ok(minute(moment).order <= archived, room.title)
    }
  })

  it('says nothing twice', () => {
    const said = rooms.flatMap(talkOf).map(({ text }) => words(text))
    assert.equal(new Set(said).size, said.length)
  })
})

describe('the news of the demo firm', () => {
  it('are five, for various audiences', () => {
    assert.deepEqual(news.map(({ to }) => to.toString()).sort(), [
      '',
      'client',
      'client,partner',
      'client:rumiankowa',
      'partner'
    ])
  })
})

describe('the days of the demo firm', () => {
  const moments = [
    '2026-11-23T13:00Z',
    '2026-11-23T05:30Z',
    '2026-11-21T10:00Z',
    '2027-03-29T09:30Z',
    '2026-07-31T23:30Z'
  ]

  for (const now of moments.map((moment) => new Date(moment)))
    it(`lie before ${now.toISOString()}, in order, on working days`, () => {
      const acts = actsOf(new Days(now))
      const times = acts.map(({ at }) => at.getTime())
      assert.deepEqual(
        times,
        times.toSorted((a, b) => a - b)
      )
      assert.ok(times.every((time) => time < now.getTime()))
      const wall = new Intl.DateTimeFormat('en', {
        weekday: 'short',
        hour: 'numeric',
        hourCycle: 'h23',
        timeZone: 'Europe/Warsaw'
      })
      for (const { at } of acts) assert.match(wall.format(at), /^(Mon|Tue|Wed|Thu|Fri)\D+(0[7-9]|1[0-7])$/)
    })

  it('are named as their writer would name them', () => {
    const days = new Days(new Date('2026-11-23T13:00Z'))
    const monday = days.written('0 9:30')
    assert.equal(days.say({ form: 'on', day: 0 }, monday), 'dziś')
    assert.equal(days.say({ form: 'on', day: 1 }, monday), 'jutro')
    assert.equal(days.say({ form: 'on', day: 2 }, monday), 'w środę')
    assert.equal(days.say({ form: 'until', day: 4 }, monday), 'do piątku')
    assert.equal(days.say({ form: 'from', day: 0 }, days.written('-1 9:30')), 'od poniedziałku')
    assert.equal(days.say({ form: 'on', day: 8 }, monday), 'w czwartek 3 grudnia')
    assert.equal(days.say({ form: 'date', day: 14 }, monday), '11 grudnia')
    assert.equal(days.when(14), '2026-12-11')
    assert.equal(days.when('0 14:00'), '2026-11-23T13:00:00.000Z')
  })
})
