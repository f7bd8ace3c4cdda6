/** The outbox as a page, for whoever develops Strefa or looks at its demo: the mails that were written, and each one whole. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ParameterizedContext } from 'koa'
import { simpleParser, type ParsedMail } from 'mailparser'
import { preferredLocale, say, type Locale, type Message } from '../language/index.ts'
import { html, type Html } from '../language/html.ts'

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
  const lines = mails.map(
    ({ name, mail }) =>
      html`<a class="line" href="${ADDRESS}/${name}">
        <b>${mail.subject}</b>
        <span>${word('outboxTo')}: ${people(mail.to)}</span>
        <time>${time(mail, locale)}</time>
      </a>`
  )
  return frame(
    locale,
    word('outbox'),
    html`<h1>${word('outbox')}</h1>
      <p>${word('outboxAbout')}</p>
      <main>${lines.length > 0 ? lines : html`<p class="none">${word('outboxEmpty')}</p>`}</main>`
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
    html`<a class="back" href="${ADDRESS}">← ${word('outbox')}</a>
      <h1>${mail.subject}</h1>
      <p>
        ${word('outboxFrom')}: ${people(mail.from)}<br />${word('outboxTo')}: ${people(mail.to)}<br />${time(mail, locale)}
      </p>
      <iframe
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        title="${mail.subject}"
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

const time = ({ date }: ParsedMail, locale: Locale) =>
  date?.toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' }) ?? ''
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
            --ground: light-dark(#f4f1ed, #12110f);
            --paper: light-dark(#fefdfb, #1e1b18);
            --line: light-dark(#e2dfda, #35312c);
            --ink: light-dark(#24201b, #ece8e2);
            --quiet: light-dark(#6a645d, #a39d95);
            font:
              15px/1.5 system-ui,
              'Segoe UI',
              sans-serif;
          }
          body {
            max-width: 860px;
            margin: 0 auto;
            padding: 40px 16px;
            background: var(--ground);
            color: var(--ink);
          }
          a {
            color: inherit;
          }
          a:focus-visible,
          summary:focus-visible {
            outline: 2px solid light-dark(#bd2e10, #ff8a66);
            outline-offset: -2px;
          }
          h1 {
            margin: 0;
            font:
              bold 26px/1.3 Georgia,
              serif;
            overflow-wrap: anywhere;
          }
          p {
            margin: 4px 0 20px;
            color: var(--quiet);
            overflow-wrap: anywhere;
          }
          main {
            border: 1px solid var(--line);
            border-radius: 10px;
            overflow: hidden;
            background: var(--paper);
          }
          .none {
            margin: 20px;
          }
          .line {
            display: grid;
            grid-template-columns: minmax(0, 1fr) auto;
            gap: 0 16px;
            padding: 10px 16px;
            text-decoration: none;
          }
          .line + .line {
            border-top: 1px solid var(--line);
          }
          .line:hover {
            background: light-dark(#0000000a, #ffffff0a);
          }
          .line b {
            grid-column: 1 / -1;
            overflow-wrap: anywhere;
          }
          .line span,
          .line time {
            font-size: 13px;
            color: var(--quiet);
            overflow-wrap: anywhere;
          }
          .back {
            display: inline-block;
            padding: 8px 0;
            color: var(--quiet);
          }
          iframe {
            display: block;
            width: 100%;
            height: 75vh;
            border: 1px solid var(--line);
            border-radius: 10px;
            background: #f4f1ed;
          }
          details {
            margin-top: 12px;
          }
          summary {
            padding: 8px 0;
            cursor: pointer;
          }
          pre {
            padding: 16px;
            border: 1px solid var(--line);
            border-radius: 10px;
            background: var(--paper);
            white-space: pre-wrap;
            overflow-wrap: anywhere;
          }
        </style>
      </head>
      <body>
        ${content}
      </body>
    </html>`
