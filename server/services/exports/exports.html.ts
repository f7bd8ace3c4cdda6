import { html, lines, type Html } from '../../language/html.ts'
import type { Block, Pages } from './exports.pages.ts'

const style = `
  :root { color-scheme: light; }
  body { margin: 0; background: #f4f1ed; color: #24201b; font: 15px/1.55 Figtree, 'Segoe UI', Helvetica, Arial, sans-serif; }
  main { max-width: 760px; margin: 32px auto; padding: 48px 56px; background: #fefdfb; border: 1px solid #e2dfda; }
  h1, h2, .q { font-family: 'Source Serif 4', Georgia, serif; line-height: 1.25; overflow-wrap: anywhere; }
  h1 { font-size: 30px; margin: 4px 0; }
  h2 { font-size: 20px; margin: 36px 0 12px; padding-top: 12px; border-top: 1px solid #e2dfda; }
  .firm { font-weight: 600; } .dim { color: #6a645d; font-size: 13px; margin: 0; }
  dl { display: grid; grid-template-columns: minmax(120px, max-content) 1fr; gap: 4px 24px; margin: 0; }
  dt { color: #6a645d; } dd { margin: 0; }
  article { margin: 0 0 16px; padding-left: 14px; border-left: 3px solid #cfc9c1; break-inside: avoid; overflow-wrap: anywhere; }
  article.reply { margin-left: 28px; } article p { margin: 2px 0; } .q { font-size: 18px; font-weight: 600; }
  .line { display: grid; grid-template-columns: 190px 1fr; gap: 12px; margin: 0; }
  .hash { font: 11px/1.5 ui-monospace, Consolas, monospace; color: #6a645d; overflow-wrap: anywhere; margin: 2px 0; }
  @media (max-width: 640px) { main { margin: 0; padding: 24px 20px; border: 0; } .line { grid-template-columns: 1fr; gap: 0; } }
  @media print { body { background: none; } main { margin: 0; padding: 0; border: 0; max-width: none; } }
`

/** One page that needs nothing beside itself: no script, no address is asked for anything. */
export const htmlOf = ({ firm, title, subtitle, sections }: Pages, locale: string): string =>
  html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title} · ${firm}</title>
        ${styled()}
      </head>
      <body>
        <main>
          <p class="firm">${firm}</p>
          <h1>${title}</h1>
          <p class="dim">${subtitle}</p>
          ${sections.map(
            (section) =>
              html`<section>
                <h2>${section.title}</h2>
                ${section.blocks.map(blockOf)}
              </section>`
          )}
        </main>
      </body>
    </html>`.toString()

/** The one text that is not escaped: it is ours. */
const styled = () => html([`<style>${style}</style>`] as unknown as TemplateStringsArray)

function blockOf(block: Block): Html {
  switch (block.kind) {
    case 'facts':
      return html`<dl>
        ${block.facts.map(
          ([label, value]) =>
            html`<dt>${label}</dt>
              <dd>${lines(value)}</dd>`
        )}
      </dl>`
    case 'said':
      return html`<article class="${block.reply ? 'reply' : ''}">
        <p class="dim">${block.head}</p>
        <p>
          ${block.url ? html`<a href="${block.url}" rel="noreferrer nofollow">${block.text}</a>` : lines(block.text)}
        </p>
        ${block.url && html`<p class="hash">${block.url}</p>`}
      </article>`
    case 'question':
      return html`<article>
        <p class="dim">${block.head}</p>
        <p class="q">${block.text}</p>
        ${block.lines.map((line) => html`<p>${lines(line)}</p>`)}
        ${block.proof.map((line) => html`<p class="hash">${line}</p>`)}
      </article>`
    case 'line':
      return html`<p class="line"><span class="dim">${block.at}</span><span>${block.text}</span></p>`
    case 'hash':
      return html`<p class="hash">${block.label}: ${block.value}</p>`
    case 'text':
      return html`<p>${lines(block.text)}</p>`
  }
}
