/** The mail that brings a link which opens once: an invitation, or the way to a new password. */
import type { Application } from '../declarations.ts'
import { tokenOf } from '../keys/index.ts'
import { isLocale, say, type Message } from '../language/index.ts'
import { DEFAULT_ZONE } from '../language/timeZone.ts'
import { mayEnter } from '../policy/entering.ts'
import { html } from '../language/html.ts'
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
  const { publicUrl, mailFrom, sessionSecret } = app.get('config')
  const setting = await app.get('db')('settings').where({ key: 'firm' }).first('value')
  const firm: string = setting?.value?.name ?? 'Strefa'
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
  return {
    from: mailFrom,
    to: { name: opening.name, address: opening.email },
    subject,
    date: app.get('clock').now(),
    messageId: `<${opening.id}@${new URL(publicUrl).hostname}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    text: `${text}\n\n${act}: ${url}\n\n${word('keyUntil')}\n\n-- \n${firm}`,
    html: html`<!doctype html>
      <html lang="${opening.locale}">
        <body
          style="margin:0;padding:32px 16px;background:#f4f1ed;font-family:'Segoe UI',Helvetica,Arial,sans-serif;color:#24201b"
        >
          <div
            style="max-width:520px;margin:0 auto;padding:28px 32px;background:#fefdfb;border:1px solid #e2dfda"
          >
            <p style="margin:0 0 16px;font-family:Georgia,serif;font-size:20px;font-weight:bold">${firm}</p>
            <p style="font-size:16px;line-height:25px">${text}</p>
            <p style="margin:24px 0">
              <a
                href="${url}"
                style="display:inline-block;padding:12px 22px;background:#24201b;color:#fefdfb;text-decoration:none;font-weight:bold"
                >${act}</a
              >
            </p>
            <p style="font-size:13px;line-height:20px;color:#6a645d">${word('keyUntil')}</p>
          </div>
        </body>
      </html>`.toString()
  }
}
