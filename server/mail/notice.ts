/** A short letter about an account, with one thing to do. */
import type { Application } from '../declarations.ts'
import { html } from '../language/html.ts'
import type { Letter } from './outlet.ts'

interface Notice {
  id: string
  name: string
  email: string
  locale: string
  firm: string
  subject: string
  text: string
  act: string
  url: string
  foot: string
}

export async function firmName(app: Application): Promise<string> {
  const setting = await app.get('db')('settings').where({ key: 'firm' }).first('value')
  return setting?.value?.name ?? 'Strefa'
}

export function notice(app: Application, letter: Notice): Letter {
  const { publicUrl, mailFrom } = app.get('config')
  const { firm, subject, text, act, url, foot } = letter
  return {
    from: mailFrom,
    to: { name: letter.name, address: letter.email },
    subject,
    date: app.get('clock').now(),
    messageId: `<${letter.id}@${new URL(publicUrl).hostname}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    text: `${text}\n\n${act}: ${url}\n\n${foot}\n\n-- \n${firm}`,
    html: html`<!doctype html>
      <html lang="${letter.locale}">
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
            <p style="font-size:13px;line-height:20px;color:#6a645d">${foot}</p>
          </div>
        </body>
      </html>`.toString()
  }
}
