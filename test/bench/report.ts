/** The figures as a page of text: medians over rounds, their spread, and ratios to the plain room broadcast. */
import { cpus, release, totalmem, type } from 'node:os'
import type { Outcome } from './clients.ts'

export interface Figure extends Outcome {
  contender: string
  stretch: string
  sockets: number
  round: number
  /** Seconds of the server's process, and of PostgreSQL's. */
  cpu: number
  postgresCpu: number
  /** Bytes of heap and buffers for each idle connection. */
  idle: number
}

const BASELINE = 'room'

type Measure = [heading: string, of: (figure: Figure) => number, digits: number]

const delivering: Measure[] = [
  ['k deliveries / server CPU s', (figure) => figure.deliveries / figure.cpu / 1000, 1],
  ['with PostgreSQL CPU', (figure) => figure.deliveries / (figure.cpu + figure.postgresCpu) / 1000, 1],
  ['delivery p50 ms', (figure) => figure.delivery.p50, 1],
  ['p99', (figure) => figure.delivery.p99, 1],
  ['ack p50 ms', (figure) => figure.acknowledgement.p50, 1],
  ['p99', (figure) => figure.acknowledgement.p99, 1],
  ['writes / s', (figure) => figure.writes / figure.seconds, 0],
  ['KiB / idle connection', (figure) => figure.idle / 1024, 1],
  ['bytes', (figure) => figure.bytes, 0]
]

const writing: Measure[] = [
  ['writes / s', (figure) => figure.writes / figure.seconds, 0],
  ['server CPU ms / write', (figure) => (figure.cpu * 1000) / figure.writes, 2],
  ['PostgreSQL CPU ms / write', (figure) => (figure.postgresCpu * 1000) / figure.writes, 2],
  ['ack p50 ms', (figure) => figure.acknowledgement.p50, 1],
  ['p99', (figure) => figure.acknowledgement.p99, 1],
  ['delivery p50 ms', (figure) => figure.delivery.p50, 1],
  ['p99', (figure) => figure.delivery.p99, 1]
]

export function report(figures: Figure[], postgres: string) {
  const groups = Map.groupBy(figures, ({ stretch, sockets }) => `${stretch}, ${sockets} sockets`)
  const tables = [...groups].map(([title, group]) => table(title, group))
  return [hardware(postgres), ...tables, reading].join('\n\n')
}

const hardware = (postgres: string) => {
  const [cpu] = cpus()
  const gib = Math.round(totalmem() / 2 ** 30)
  return `${cpu?.model.trim()}, ${cpus().length} cores, ${gib} GiB, ${type()} ${release()}; Node ${process.version}; PostgreSQL ${postgres} (durable)`
}

const reading = `Medians over rounds, lowest and highest in brackets. "x" is the ratio to the plain Socket.IO room broadcast of the same round.
Every delivery was counted: none was missing, none came twice.`

function table(title: string, figures: Figure[]) {
  const measures = title.startsWith('writing') ? writing : delivering
  const contenders = [...Map.groupBy(figures, (figure) => figure.contender)].sort(([left], [right]) =>
    left === 'strefa' ? -1 : right === 'strefa' ? 1 : 0
  )
  const rows = contenders.map(([contender, own]) => [
    contender,
    ratio(figures, own, (measures[0] as Measure)[1]),
    ...measures.map(([, of, digits]) => spread(own.map(of), digits))
  ])
  return [title, ...columns([['', 'x', ...measures.map(([heading]) => heading)], ...rows])].join('\n')
}

/** Round by round, so that both had the same neighbours on the machine. */
function ratio(figures: Figure[], own: Figure[], of: (figure: Figure) => number) {
  const ratios = own.flatMap((figure) => {
    const base = figures.find((other) => other.contender === BASELINE && other.round === figure.round)
    return base ? of(figure) / of(base) : []
  })
  return ratios.length ? spread(ratios, 2) : ''
}

function spread(values: number[], digits: number) {
  const sorted = values.toSorted((left, right) => left - right)
  const show = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? '-' : value.toFixed(digits)
  return `${show(median(sorted))} (${show(sorted[0])}-${show(sorted.at(-1))})`
}

function median(sorted: number[]) {
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1] as number, sorted[Math.floor(middle)] as number]
  return (low + high) / 2
}

function columns(rows: string[][]) {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)))
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join('  ')
      .trimEnd()
  )
}
