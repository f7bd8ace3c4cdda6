/** The letter as it looks: tables and inline styles, for that is what mail programs understand. */
import type { Digest, RoomDigest, Said } from './digest.ts'
import { html, lines, type Html } from '../language/html.ts'
import { readersOf } from './letter.readers.ts'
import { questionOf } from './letter.decision.ts'
import { callTo, shortened, standOf, type Sheet } from './letter.ts'
import type { Words } from './words.ts'

const sans = `font-family:'Segoe UI',Helvetica,Arial,sans-serif`
const serif = `font-family:Georgia,'Times New Roman',serif`
const ink = '#24201b'
const quiet = '#6a645d'

const table = (style: string, rows: Html | Html[]) =>
  html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="${style}">
    ${rows}
  </table>`

export function htmlBody(sheet: Sheet): Html {
  const { digest, words, heading } = sheet
  return html`<!doctype html>
    <html lang="${words.locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <meta name="supported-color-schemes" content="light" />
        <title>${heading} · ${digest.firm}</title>
        <style>
          @media (max-width: 480px) {
            .wrap {
              padding: 0 !important;
            }
            .pad {
              padding-left: 20px !important;
              padding-right: 20px !important;
            }
          }
        </style>
      </head>
      <body style="margin:0;background:#f4f1ed">
        <div style="display:none;max-height:0;overflow:hidden">${preview(sheet)}</div>
        ${table(
          'background:#f4f1ed',
          html`<tr>
            <td class="wrap" align="center" style="padding:32px 12px">
              <table
                role="presentation"
                width="600"
                cellpadding="0"
                cellspacing="0"
                border="0"
                style="width:100%;max-width:600px;background:#fefdfb;border:1px solid #e2dfda"
              >
                ${head(sheet)} ${digest.rooms.map((room) => roomPart(sheet, room))}
                ${digest.news.length > 0 && newsPart(sheet)} ${foot(sheet)}
              </table>
            </td>
          </tr>`
        )}
      </body>
    </html>`
}

/** What a list of mails shows beside the subject. */
function preview({ digest, heading, words }: Sheet): string {
  const said = digest.rooms[0]?.said[0]?.data
  const text = said
    ? `${digest.names.get(said.authorId)}: ${said.body ?? said.title ?? said.question}`
    : heading
  return shortened(text, words).replace(/\s+/g, ' ').slice(0, 140)
}

const head = ({ digest, words, heading }: Sheet) =>
  html`<tr>
      <td class="pad" style="padding:24px 36px 0">
        ${table(
          '',
          html`<tr>
            <td style="${serif};font-size:18px;font-weight:bold;color:${ink}">${digest.firm}</td>
            <td align="right" style="${sans};font-size:13px;color:${quiet}">${words.today()}</td>
          </tr>`
        )}
      </td>
    </tr>
    <tr>
      <td
        class="pad"
        style="padding:20px 36px 0;${serif};font-size:26px;line-height:34px;font-weight:bold;color:${ink}"
      >
        ${heading}
      </td>
    </tr>`

function roomPart(sheet: Sheet, digest: RoomDigest): Html {
  const { room, said } = digest
  const url = sheet.roomUrl(room)
  const turns = sheet.newsOf(digest)
  return html`<tr>
    <td class="pad" style="padding:28px 36px 0">
      <a
        href="${url}"
        style="${serif};font-size:18px;line-height:26px;font-weight:bold;color:${ink};text-decoration:underline"
        >${room.title}</a
      >
      <div style="${sans};font-size:13px;line-height:20px;color:${quiet};padding-bottom:12px">
        ${standOf(room, sheet.words)}
      </div>
      ${turns.length > 0 && html`<div style="${sans};font-size:15px;line-height:23px;color:${ink};padding-bottom:12px">${turns.map((turn) => html`<div>${turn}</div>`)}</div>`}
      ${table(
        '',
        said.map((each) => saidPart(sheet, each))
      )}
      <table role="presentation" cellpadding="0" cellspacing="0" border="0">
        <tr>
          <td bgcolor="${ink}" style="background:${ink}">
            <a
              href="${url}"
              style="display:inline-block;padding:11px 20px;${sans};font-size:15px;line-height:20px;font-weight:bold;color:#fefdfb;text-decoration:none"
              >${sheet.words.say('mailOpen')}</a
            >
          </td>
        </tr>
      </table>
    </td>
  </tr>`
}

function saidPart({ words, digest }: Sheet, said: Said): Html {
  const { data, calls } = said
  const { edge, readers } = readersOf(data.audience, digest, words)
  const meta = [words.moment(data.createdAt), readers].filter(Boolean).join(' · ')
  const call = callTo(calls, words)
  return html`<tr>
    <td style="padding:0 0 12px">
      ${table(
        '',
        html`<tr>
          <td width="4" style="background:${edge};font-size:0;line-height:0">&nbsp;</td>
          <td style="padding:2px 0 2px 14px;${sans};font-size:15px;line-height:23px;color:${ink}">
            <b>${digest.names.get(data.authorId)}</b>
            <span style="color:${quiet};font-size:13px">${meta}</span
            >${call && html` <span style="color:#bd2e10;font-size:13px;font-weight:bold">${call}</span>`}<br />${whatWasSaid(said, digest, words)}
          </td>
        </tr>`
      )}
    </td>
  </tr>`
}

function whatWasSaid(said: Said, { names }: Digest, words: Words): Html | Html[] {
  const { kind, data } = said
  if (kind === 'link') return html`<a href="${data.url}" style="color:${ink}">${data.title}</a>`
  if (kind === 'file') return html`<b>${data.name}</b>`
  if (kind === 'comment') return lines(shortened(data.body, words))
  const question = questionOf(said, names, words)
  return [
    html`<span style="${serif};font-size:18px;line-height:26px;font-weight:bold">${question.text}</span>`,
    ...question.lines.flatMap((line) => [html`<br />`, ...lines(line)])
  ]
}

const newsPart = ({ digest, words, newsUrl }: Sheet) =>
  html`<tr>
    <td class="pad" style="padding:28px 36px 0">
      <a href="${newsUrl}" style="${sans};font-size:13px;line-height:20px;color:${quiet}"
        >${words.say('mailNewsTitle')}</a
      >
      ${digest.news.map(
        ({ title, body }) =>
          html`<div style="${serif};font-size:18px;line-height:26px;font-weight:bold;color:${ink}">
              ${title}
            </div>
            <div style="${serif};font-size:16px;line-height:25px;color:${ink};padding-bottom:16px">
              ${lines(shortened(body, words))}
            </div>`
      )}
    </td>
  </tr>`

const foot = ({ digest, words, reason, settingsUrl }: Sheet) =>
  html`<tr>
      <td class="pad" style="padding:28px 36px 0"></td>
    </tr>
    <tr>
      <td
        class="pad"
        style="padding:16px 36px 24px;border-top:1px solid #e2dfda;${sans};font-size:13px;line-height:20px;color:${quiet}"
      >
        ${reason} <a href="${settingsUrl}" style="color:#45403a">${words.say('mailSettings')}</a
        ><br />${digest.firm}
      </td>
    </tr>`
