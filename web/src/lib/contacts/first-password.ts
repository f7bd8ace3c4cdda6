// Without letters and digits that are taken for one another when somebody reads it out.
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789'
const GROUPS = 3
const LENGTH = 4

/** A password to hand over, as 'kmq7-w2fa-h9tr'. */
export const firstPassword = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from(
      crypto.getRandomValues(new Uint32Array(LENGTH)),
      (number) => SIGNS[number % SIGNS.length]
    ).join('')
  ).join('-')
