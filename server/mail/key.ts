/** The mail that brings a link which opens once: an invitation, or the way to a new password. */
import type { Application } from '../declarations.ts'
import { tokenOf } from '../keys/index.ts'
import { isLocale, say, type Message } from '../language/index.ts'
import { DEFAULT_ZONE } from '../language/timeZone.ts'
import { mayEnter } from '../policy/entering.ts'
import { firmName, notice } from './notice.ts'
import { Refused, type Letter, type Outlet } from './outlet.ts'

interface Opening {
  id: string
  salt: string
  invitationId: string | null
  name: string
  email: string
  locale: string
  expiresAt: string
}

/** Nothing leaves for a key that was used, replaced or cancelled meanwhile. */
export async function handKey(app: Application, outlet: Outlet, keyId: string) {
  if (!(await openingOf(app, keyId))) return
  await using post = await outlet.open()
  const opening = await openingOf(app, keyId)
  if (!opening) return
  try {
    await post.hand(keyId, await letterOf(app, opening))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    console.error(`A mail could not be delivered, its address is unknown: ${error.message}`)
  }
}

const openingOf = (app: Application, keyId: string): Promise<Opening | undefined> => {
  const db = app.get('db')
  return db('keys')
    .leftJoin('invitations', 'invitations.id', 'keys.invitationId')
    .leftJoin('users', 'users.id', 'keys.userId')
    .where('keys.id', keyId)
    .whereNull('keys.usedAt')
    .where('keys.expiresAt', '>', app.get('clock').now())
    .whereNull('invitations.cancelledAt')
    .where((own) =>
      own.whereNull('users.id').orWhere((known) => void known.modify(mayEnter(app.get('config'))))
    )
    .first(
      'keys.id',
      'keys.salt',
      'keys.invitationId',
      'keys.expiresAt',
      ...['name', 'email', 'locale'].map((field) =>
        db.raw(`coalesce(invitations."${field}", users."${field}") as "${field}"`)
      )
    )
}

async function letterOf(app: Application, opening: Opening): Promise<Letter> {
  const { publicUrl, sessionSecret } = app.get('config')
  const firm = await firmName(app)
  const word = (message: Message) => say(opening.locale, message, { firm, name: opening.name, until })
  const until = new Date(opening.expiresAt).toLocaleString(isLocale(opening.locale) ? opening.locale : 'en', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: DEFAULT_ZONE
  })
  const [subject, text, act] = opening.invitationId
    ? [word('keyInviteSubject'), word('keyInviteText'), word('keyInviteAct')]
    : [word('keyPasswordSubject'), word('keyPasswordText'), word('keyPasswordAct')]
  // After the `#`, so that no server on the way writes it into a log.
  const url = `${publicUrl}/key#${tokenOf(sessionSecret, opening)}`
  const foot = word('keyUntil')
  return notice(app, { ...opening, firm, subject, text, act, url, foot })
}
