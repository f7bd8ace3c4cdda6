/** The outbox as a page, for whoever develops Strefa or looks at its demo: the mails that were written, and each one whole. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ParameterizedContext } from 'koa'
import { simpleParser, type ParsedMail } from 'mailparser'
import { preferredLocale, say, type Locale, type Message } from '../language/index.ts'
import { html, type Html } from './html.ts'

const ADDRESS = '/dev/mail'
const NAME = /^[0-9a-f-]{36}$/
const MOST = 200
/** The letter's own frame takes its policy from this page: no script, and nothing from elsewhere. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

export async function showOutbox(ctx: ParameterizedContext, folder: string): Promise<boolean> {
  const asked = /^\/dev\/mail(?:\/([^/]*))?\/?$/.exec(ctx.path)
  if (!asked || !['GET', 'HEAD'].includes(ctx.method)) return false
  const [, name] = asked
  const locale = preferredLocale(ctx.get('accept-language'))
  const page = name ? await mailPage(folder, name, locale) : await listPage(folder, locale)
  if (!page) return false
  ctx.set({ 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-store' })
  ctx.type = 'html'
  ctx.body = page.toString()
  return true
}

async function listPage(folder: string, locale: Locale): Promise<Html> {
  const mails = await Promise.all(
    (await newest(folder)).map(async (name) => ({ name, mail: await read(folder, name) }))
  )
  const word = (message: Message) => say(locale, message)
  const rows = mails.map(
    ({ name, mail }) =>
      html`<tr>
        <td>${time(mail, locale)}</td>
        <td>${people(mail.from)}</td>
        <td>${people(mail.to)}</td>
        <td><a href="${ADDRESS}/${name}">${mail.subject}</a></td>
      </tr>`
  )
  const heads = html`<tr>
    <th>${word('outboxTime')}</th>
    <th>${word('outboxFrom')}</th>
    <th>${word('outboxTo')}</th>
    <th>${word('outboxSubject')}</th>
  </tr>`
  return frame(
    locale,
    word('outbox'),
    html`<h1>${word('outbox')}</h1>
      <p>${word('outboxAbout')}</p>
      ${
        rows.length > 0
          ? html`<table>
              ${heads}${rows}
            </table>`
          : html`<p>${word('outboxEmpty')}</p>`
      }`
  )
}

async function mailPage(folder: string, name: string, locale: Locale): Promise<Html | null> {
  const source = NAME.test(name) && (await readFile(join(folder, `${name}.eml`)).catch(() => null))
  if (!source) return null
  const mail = await simpleParser(source)
  const word = (message: Message) => say(locale, message)
  return frame(
    locale,
    mail.subject ?? '',
    html`<p><a href="${ADDRESS}">${word('outbox')}</a></p>
      <h1>${mail.subject}</h1>
      <p>
        ${word('outboxFrom')}: ${people(mail.from)}<br />${word('outboxTo')}: ${people(mail.to)}<br />${time(mail, locale)}
      </p>
      <iframe
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        srcdoc="${`<base target="_blank">${mail.html || ''}`}"
      ></iframe>
      <details>
        <summary>${word('outboxText')}</summary>
        <pre>${mail.text}</pre>
      </details>
      <details>
        <summary>${word('outboxSource')}</summary>
        <pre>${source.toString('utf8')}</pre>
      </details>`
  )
}

/** Names without their ending, the latest first. */
async function newest(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => [])
  const names = files.filter((file) => file.endsWith('.eml')).map((file) => file.slice(0, -'.eml'.length))
  const dated = await Promise.all(
    names
      .filter((name) => NAME.test(name))
      .map(async (name) => ({ name, at: (await stat(join(folder, `${name}.eml`))).mtimeMs }))
  )
  return dated
    .sort((left, right) => right.at - left.at)
    .slice(0, MOST)
    .map(({ name }) => name)
}

const read = async (folder: string, name: string) => simpleParser(await readFile(join(folder, `${name}.eml`)))

const time = ({ date }: ParsedMail, locale: Locale) => date?.toLocaleString(locale) ?? ''
const people = (address: ParsedMail['to']) =>
  [address ?? []]
    .flat()
    .map(({ text }) => text)
    .join(', ')

const frame = (locale: Locale, title: string, content: Html) =>
  html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          :root {
            color-scheme: light dark;
            font:
              15px/1.5 system-ui,
              sans-serif;
          }
          body {
            max-width: 960px;
            margin: 32px auto;
            padding: 0 16px;
          }
          h1 {
            font:
              bold 24px/1.3 Georgia,
              serif;
          }
          table {
            width: 100%;
            border-collapse: collapse;
          }
          th,
          td {
            padding: 8px 12px 8px 0;
            border-bottom: 1px solid #8884;
            text-align: left;
            vertical-align: top;
          }
          iframe {
            width: 100%;
            height: 70vh;
            border: 1px solid #8884;
            background: #fff;
          }
          summary {
            padding: 8px 0;
            cursor: pointer;
          }
          pre {
            overflow-x: auto;
            white-space: pre-wrap;
            overflow-wrap: anywhere;
          }
        </style>
      </head>
      <body>
        ${content}
      </body>
    </html>`
