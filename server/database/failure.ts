/** What an error of the database means: that it is away for now, that others were in the way, or that a row is bad. */

const AWAY = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  '53300',
  '25P03',
  '57P05'
]
const OVERTAKEN = ['40001', '40P01', '55P03']

interface Failure {
  code?: string
  message?: string
  errors?: unknown[]
}

/** It cannot be reached, starts, stops, or gives no connection in time: nothing is wrong with what was asked. */
export function isAway(error: unknown): boolean {
  const { code = '', message = '', errors } = (error ?? {}) as Failure
  if (errors?.length) return errors.some(isAway)
  return (
    AWAY.includes(code) ||
    /^(08|57P0[123])/.test(code) ||
    /Connection terminated|Timeout acquiring|timeout exceeded when trying to connect|Connection ended|Client has encountered/.test(
      message
    )
  )
}

/** Others were in the way (serialization, deadlock, lock time-out): the same, asked again, may well succeed. */
export const isOvertaken = (error: unknown) => OVERTAKEN.includes((error as Failure)?.code ?? '')

/** Neither the row's fault nor the question's. */
export const isPassing = (error: unknown) => isAway(error) || isOvertaken(error)

const LONGEST = 300

/** The cause in one line, without the statement that Knex puts before what PostgreSQL said. */
export function causeOf(error: unknown): string {
  const { code, message = String(error), errors } = (error ?? {}) as Failure
  if (errors?.length) return causeOf(errors[0])
  const said = code && /^[0-9A-Z]{5}$/.test(code) ? message.slice(message.lastIndexOf(' - ') + 1) : message
  const cause = said.replace(/^- /, '').split('\n')[0]!.slice(0, LONGEST)
  return code && !cause.includes(code) ? `${cause} (${code})` : cause
}
