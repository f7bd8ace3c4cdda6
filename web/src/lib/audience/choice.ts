import { type Look, lookOf, type Party, zoneOf } from './audience.ts'

/** How a person says to whom they write: a whole kind of readers, or picked parties. */
export interface Choice {
  look: Look
  /** Only for `org`: the picked parties. */
  parties: Party[]
}

/** The parties a choice stands for, out of those that may be chosen now. */
export const audienceOf = ({ look, parties }: Choice, among: readonly Party[]): Party[] => {
  if (look === 'internal') return []
  if (look === 'everyone') return [...among]
  if (look === 'org') return parties.filter((party) => among.includes(party))
  return among.filter((party) => zoneOf(party) === look)
}

/** The choices that differ from each other, out of the parties that may be chosen. */
export const choicesAmong = (among: readonly Party[]): Look[] => {
  const clients = among.some((party) => zoneOf(party) === 'client')
  const partners = among.some((party) => zoneOf(party) === 'partner')
  const looks: [Look, boolean][] = [
    ['internal', true],
    ['client', clients],
    ['partner', partners],
    ['everyone', clients && partners],
    ['org', among.length > 1]
  ]
  return looks.filter(([, there]) => there).map(([look]) => look)
}

/** The choice that comes nearest to an audience; never a wider one. */
export const choiceOf = (audience: readonly Party[], among: readonly Party[]): Choice => {
  const zones = audience.filter((party) => party === 'client' || party === 'partner')
  const parties = among.filter((party) => audience.includes(party) || zones.includes(zoneOf(party)))
  const looks = choicesAmong(among).filter((look) => look !== 'org')
  const same = looks.find((look) => audienceOf({ look, parties: [] }, among).join() === parties.join())
  if (same) return { look: same, parties: [] }
  return { look: lookOf(parties, among) === 'internal' ? 'internal' : 'org', parties }
}
