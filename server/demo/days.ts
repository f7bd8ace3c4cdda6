// Working days around the day of loading, as the firm's wall clock in Poland counts them, and the Polish words for them.
import type { DayWord, Moment, When } from './script.ts'

const ZONE = 'Europe/Warsaw'
const DAY = 86_400_000
/** Those that fall on the same date every year. */
const HOLIDAYS = '01-01 01-06 05-01 05-03 08-15 11-01 11-11 12-24 12-25 12-26'.split(' ')
const WORDS = {
  on: ['w niedzielę', 'w poniedziałek', 'we wtorek', 'w środę', 'w czwartek', 'w piątek', 'w sobotę'],
  until: [
    'do niedzieli',
    'do poniedziałku',
    'do wtorku',
    'do środy',
    'do czwartku',
    'do piątku',
    'do soboty'
  ],
  for: ['na niedzielę', 'na poniedziałek', 'na wtorek', 'na środę', 'na czwartek', 'na piątek', 'na sobotę'],
  from: ['od niedzieli', 'od poniedziałku', 'od wtorku', 'od środy', 'od czwartku', 'od piątku', 'od soboty']
}
const NEAR = {
  on: ['wczoraj', 'dziś', 'jutro'],
  until: ['do wczoraj', 'do dziś', 'do jutra'],
  for: ['na wczoraj', 'na dziś', 'na jutro'],
  from: ['od wczoraj', 'od dziś', 'od jutra']
}

// What was written "this morning" must lie in the past even for who loads the firm at night or on a Sunday: then it
// moves to the last working afternoon, squeezed into the hours that the story leaves free there.
const MORNING = { from: 7 * 60, to: 11 * 60 }
const AFTERNOON = { from: 15 * 60 + 40, to: 17 * 60 + 50 }

export class Days {
  #today: string
  #morningIsOver: boolean

  constructor(now: Date) {
    const [today, time] = wallClock(now)
    this.#today = today
    this.#morningIsOver = isWorkday(today) && minutes(time) >= MORNING.to
  }

  /** `YYYY-MM-DD` of a working day; day 0 is the day of loading itself, whatever day of the week it is. */
  date(day: number): string {
    const step = Math.sign(day)
    let date = this.#today
    for (let left = Math.abs(day); left > 0;) {
      date = addDays(date, step)
      if (isWorkday(date)) left--
    }
    return date
  }

  /** A date for a whole day, an ISO time for a moment. */
  when(when: When): string {
    return typeof when === 'number' ? this.date(when) : this.#at(when).toISOString()
  }

  /** When something was written or done: always in the past. */
  written(moment: Moment): Date {
    const [day, time] = moment.split(' ') as [string, string]
    if (Number(day) < 0 || this.#morningIsOver) return this.#at(moment)
    const share = (minutes(time) - MORNING.from) / (MORNING.to - MORNING.from)
    const late = AFTERNOON.from + Math.round(share * (AFTERNOON.to - AFTERNOON.from))
    return instant(this.date(-1), late)
  }

  /** The day as it is called by somebody who writes at `written`. */
  say({ form, day }: DayWord, written: Date): string {
    const date = this.date(day)
    const long = new Intl.DateTimeFormat('pl', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
      utc(date)
    )
    if (form === 'date') return long
    const distance = (utc(date) - utc(wallClock(written)[0])) / DAY
    const word = WORDS[form][new Date(utc(date)).getUTCDay()] as string
    return NEAR[form][distance + 1] ?? (Math.abs(distance) < 7 ? word : `${word} ${long}`)
  }

  #at(moment: Moment): Date {
    const [day, time] = moment.split(' ') as [string, string]
    return instant(this.date(Number(day)), minutes(time))
  }
}

const utc = (date: string) => Date.parse(`${date}T00:00Z`)
const addDays = (date: string, days: number) => new Date(utc(date) + days * DAY).toISOString().slice(0, 10)
const isWorkday = (date: string) =>
  ![0, 6].includes(new Date(utc(date)).getUTCDay()) && !HOLIDAYS.includes(date.slice(5))

const minutes = (time: string) => {
  const [hours, rest] = time.split(':').map(Number) as [number, number]
  return hours * 60 + rest
}

/** `YYYY-MM-DD` and `HH:MM` on the firm's wall. */
function wallClock(at: Date): [string, string] {
  const text = new Intl.DateTimeFormat('sv', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: ZONE
  }).format(at)
  return text.split(' ') as [string, string]
}

function instant(date: string, minute: number): Date {
  const guess = utc(date) + minute * 60_000
  const [day, time] = wallClock(new Date(guess))
  return new Date(guess - (utc(day) + minutes(time) * 60_000 - guess))
}
