/** What no answer may be, whoever asks for whatever: a fault of the server, talk of its inside, a word that is not for them. */
import { en } from '../../server/language/en.ts'
import { pl } from '../../server/language/pl.ts'
import type { Actor, World } from './world.ts'
import { PASSWORD } from './world.ts'
import type { Reply } from './wire.ts'

export class Fault extends Error {
  override name = 'Fault'
  /** The same for faults that have the same cause, as far as one can tell. */
  kind: string

  constructor(kind: string, told: string) {
    super(`${kind}\n${told}`)
    this.kind = kind
  }
}

const INSIDE =
  /\bat (?:async )?[\w.<>[\] ]+ \((?:file:|node:|\/)|node_modules|file:\/\/\/|\/(?:work|home|root|tmp|usr)\/\w|\.[cm]?[tj]s:\d+|"stack"|"hook":|\bselect\b.{1,200}\bfrom "|insert into "|update "\w+" set|relation "|column "\w+"|syntax error at|violates \w+ constraint|knex|PostgreSQL|ECONN|Cannot read propert|is not a function|is not iterable|undefined \(|\[object Object\]/i // prettier-ignore

const SECRET = /\$argon2id|"passwordHash"|"digest"/

const sentences = (language: Record<string, string>) =>
  Object.values(language).map(
    (text) =>
      new RegExp(
        `^${text
          .split(/\{\w+\}/)
          .map(RegExp.escape)
          .join('[^]*')}$`
      )
  )
const said = { pl: sentences(pl), en: sentences(en) }

/** `asked` is all that was sent: what it names itself is no news. */
export function judge(
  world: World,
  actor: Actor,
  asked: string,
  { status, text, headers }: Reply,
  exempt: { words?: boolean; readers?: boolean } = {}
) {
  const told = `${asked}\n-> ${status} ${text.slice(0, 1_500)}`
  if (status >= 500) throw new Fault(`status ${status}`, told)
  const secret = SECRET.exec(text)?.[0].replaceAll('"', '')
  if (secret && !asked.includes(secret)) throw new Fault('tells a secret', told)
  // What people wrote may look like it: records say it again, refusals must not.
  const inside = status >= 400 && INSIDE.exec(text)
  if (inside && !asked.includes(inside[0]))
    throw new Fault(`tells of the inside: ${inside[0].slice(0, 40)}`, told)
  if (text.includes(PASSWORD)) throw new Fault('tells a password', told)
  const strays = world.marks.strays(text, actor.letter, asked)
  if (strays.length > 0 && !exempt.readers)
    throw new Fault(`leak of ${strays[0]?.startsWith('qq') ? 'words' : 'an id'}`, `${strays}\n${told}`)
  for (const mark of world.marks.own(text, actor.letter)) if (!asked.includes(mark)) actor.met.add(mark)
  const json = headers === undefined || /json/.test(headers['content-type'] ?? '')
  if (status >= 400 && json && text && !exempt.words) judgeWords(actor, text, told)
}

function judgeWords(actor: Actor, text: string, told: string) {
  const parsed = JSON.parse(text)
  const { message } = Array.isArray(parsed) ? parsed[0] : parsed
  const locales = actor.unsure ? (['pl', 'en'] as const) : [actor.locale]
  if (
    typeof message !== 'string' ||
    !locales.some((locale) => said[locale].some((sentence) => sentence.test(message)))
  )
    throw new Fault(`no sentence of theirs: ${String(message).slice(0, 40)}`, told)
}
