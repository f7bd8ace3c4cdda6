/** How the value of a variable is read, and the one error that says it is wrong. */

/** A reason not to start that the person at the keyboard can do something about; `message` is the whole story. */
export class CannotStart extends Error {
  override name = 'CannotStart'
}

/** What a variable is set to, if it is. */
export type Read = (name: string) => string | undefined

export const wholeNumber = (name: string, value: string, least: number, most: number) => {
  const number = Number(value)
  if (/^\d+$/.test(value) && number >= least && number <= most) return number
  throw new CannotStart(`${name} must be a whole number from ${least} to ${most}, not "${value}".`)
}

export const onOrOff = (name: string, value: string) => {
  const word = value.toLowerCase()
  if (['on', 'true', 'yes', '1'].includes(word)) return true
  if (['off', 'false', 'no', '0'].includes(word)) return false
  throw new CannotStart(`${name} must be "on" or "off", not "${value}".`)
}
