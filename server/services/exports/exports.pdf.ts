import { fileURLToPath } from 'node:url'
import PDFDocument from 'pdfkit'
import type { Block, Pages } from './exports.pages.ts'
import { withinLines } from './exports.wrap.ts'

const font = (name: string) => fileURLToPath(import.meta.resolve(`@expo-google-fonts/${name}.ttf`))
const fonts = {
  text: font('figtree/400Regular/Figtree_400Regular'),
  strong: font('figtree/600SemiBold/Figtree_600SemiBold'),
  serif: font('source-serif-4/600SemiBold/SourceSerif4_600SemiBold')
}
const ink = '#24201b'
const quiet = '#6a645d'
const hairline = '#d8d3cc'
const margins = { top: 64, bottom: 72, left: 64, right: 64 }
const LEFT = margins.left
const LABEL = 130
const EDGE = 12
const REPLY = 22

/** A4, with real text in embedded fonts: it can be searched, copied, and has all Polish letters. */
export async function pdfOf(pages: Pages, locale: string, pageWord: (page: number, of: number) => string) {
  const doc = new PDFDocument({
    size: 'A4',
    margins,
    font: fonts.text,
    bufferPages: true,
    lang: locale,
    displayTitle: true,
    info: { Title: pages.title, Author: pages.firm, Producer: 'Strefa', Creator: 'Strefa' }
  })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise((resolve) => doc.on('end', resolve))
  const sheet = new Sheet(doc)
  sheet.head(pages)
  for (const { title, blocks } of pages.sections) {
    sheet.heading(title)
    for (const block of blocks) sheet.draw(block)
  }
  sheet.footers(pages, pageWord)
  doc.end()
  await ended
  return Buffer.concat(chunks)
}

class Sheet {
  doc: PDFKit.PDFDocument
  width: number

  constructor(doc: PDFKit.PDFDocument) {
    this.doc = doc
    this.width = doc.page.width - margins.left - margins.right
  }

  head({ firm, title, subtitle }: Pages) {
    this.write(firm, { font: fonts.strong, size: 11 })
    this.doc.moveDown(0.4)
    this.write(title, { font: fonts.serif, size: 25 })
    this.doc.moveDown(0.2)
    this.write(subtitle, { size: 9.5, color: quiet })
  }

  heading(title: string) {
    const { doc } = this
    doc.moveDown(1.2)
    this.room(90)
    doc
      .moveTo(LEFT, doc.y)
      .lineTo(LEFT + this.width, doc.y)
      .lineWidth(0.5)
      .strokeColor(hairline)
      .stroke()
    doc.y += 10
    doc.outline.addItem(title)
    this.write(title, { font: fonts.serif, size: 15 })
    doc.moveDown(0.4)
  }

  draw(block: Block) {
    switch (block.kind) {
      case 'facts':
        for (const [label, value] of block.facts) this.fact(label, value)
        return
      case 'line':
        return this.fact(block.at, block.text)
      case 'text':
        return this.write(block.text, { gap: 6 })
      case 'hash':
        return this.write(`${block.label}: ${block.value}`, { size: 8, color: quiet })
      case 'said':
        return this.edged(block.reply ? REPLY : 0, (indent) => {
          this.write(block.head, { size: 8.5, color: quiet, indent })
          this.write(block.text, { indent, ...(block.url && { link: block.url }) })
          if (block.url) this.write(block.url, { size: 8, color: quiet, indent })
        })
      case 'question':
        return this.edged(0, (indent) => {
          this.write(block.head, { size: 8.5, color: quiet, indent })
          this.write(block.text, { font: fonts.serif, size: 12.5, indent })
          for (const line of block.lines) this.write(line, { indent })
          for (const line of block.proof) this.write(line, { size: 7.5, color: quiet, indent })
        })
    }
  }

  /** A label beside its value; both start at one height. */
  private fact(label: string, value: string) {
    const { doc } = this
    this.room(30)
    const { y } = doc
    const { page } = doc
    this.write(label, { size: 9, color: quiet, width: LABEL - 12 })
    const below = doc.page === page ? doc.y : 0
    if (doc.page === page) doc.y = y
    this.write(value, { indent: LABEL, size: 9.5 })
    doc.y = Math.max(doc.y, below) + 2
  }

  /** With a rule at its side, on every page that it reaches. */
  private edged(indent: number, draw: (indent: number) => void) {
    const { doc } = this
    this.room(44)
    const top = doc.y
    const first = this.pageNumber()
    draw(indent + EDGE)
    const last = this.pageNumber()
    const bottom = doc.y
    for (let at = first; at <= last; at++) {
      doc.switchToPage(at)
      doc
        .moveTo(LEFT + indent, at === first ? top : margins.top)
        .lineTo(LEFT + indent, at === last ? bottom : doc.page.height - margins.bottom)
        .lineWidth(1.5)
        .strokeColor(hairline)
        .stroke()
    }
    doc.y = bottom + 10
  }

  footers({ firm, title }: Pages, pageWord: (page: number, of: number) => string) {
    const { doc, width } = this
    const { start, count } = doc.bufferedPageRange()
    for (let at = start; at < start + count; at++) {
      doc.switchToPage(at)
      // Below the margin, where text would otherwise begin another page.
      doc.page.margins.bottom = 0
      const y = doc.page.height - 44
      doc.font(fonts.text).fontSize(8).fillColor(quiet)
      doc.text(`${firm} · ${title}`, LEFT, y, {
        width: width - 90,
        height: 10,
        ellipsis: true,
        lineBreak: false
      })
      doc.text(pageWord(at + 1, count), LEFT + width - 90, y, { width: 90, align: 'right', lineBreak: false })
    }
  }

  private pageNumber() {
    const { start, count } = this.doc.bufferedPageRange()
    return start + count - 1
  }

  /** What belongs together is not torn at its first lines. */
  private room(height: number) {
    const { doc } = this
    if (doc.y + height > doc.page.height - margins.bottom) doc.addPage()
  }

  private write(
    text: string,
    {
      font: face = fonts.text,
      size = 10.5,
      color = ink,
      indent = 0,
      gap = 2,
      width = this.width - indent,
      link
    }: Style = {}
  ) {
    this.doc.font(face).fontSize(size).fillColor(color)
    const measured = (part: string) => this.doc.widthOfString(part)
    this.doc.text(withinLines(text, width, measured), LEFT + indent, this.doc.y, {
      width,
      paragraphGap: gap,
      lineGap: 1.5,
      ...(link && { link, underline: true })
    })
    this.doc.x = LEFT
  }
}

interface Style {
  font?: string
  size?: number
  color?: string
  indent?: number
  gap?: number
  width?: number
  link?: string
}
