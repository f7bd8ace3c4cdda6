import type { RoomDigest, Said } from './digest.ts'
import { readersOf } from './letter.readers.ts'
import { questionOf } from './letter.decision.ts'
import { callTo, shortened, standOf, type Sheet } from './letter.ts'

export function textBody(sheet: Sheet): string {
  const { digest, words, heading, reason, settingsUrl } = sheet
  return [
    `${digest.firm}, ${words.today()}`,
    heading,
    ...digest.rooms.map((room) => roomText(sheet, room)),
    ...newsText(sheet),
    `-- \n${reason}\n${words.say('mailSettings')}: ${settingsUrl}\n${digest.firm}`
  ].join('\n\n')
}

function roomText(sheet: Sheet, digest: RoomDigest): string {
  const { room, said } = digest
  return [
    `## ${room.title}\n${standOf(room, sheet.words)}\n${sheet.roomUrl(room)}`,
    ...sheet.newsOf(digest).map((turn) => `* ${turn}`),
    ...said.map((each) => saidText(sheet, each))
  ].join('\n\n')
}

function saidText({ words, digest }: Sheet, said: Said): string {
  const { kind, data, calls } = said
  const name = digest.names.get(data.authorId) ?? ''
  const call = callTo(calls, words)
  const { readers } = readersOf(data.audience, digest, words)
  const head = [name, words.moment(data.createdAt), readers, call].filter(Boolean).join(', ')
  return `${head}:\n${whatWasSaid()}`

  function whatWasSaid() {
    if (kind === 'link') return `${data.title}\n${data.url}`
    if (kind === 'file') return data.name
    if (kind === 'comment') return shortened(data.body, words)
    const { text, lines } = questionOf(said, digest.names, words)
    return [text, ...lines].join('\n')
  }
}

function newsText({ words, digest, newsUrl }: Sheet): string[] {
  if (digest.news.length === 0) return []
  const told = digest.news.map(({ title, body }) => `${title}\n${shortened(body, words)}`)
  return [`## ${words.say('mailNewsTitle')}\n${newsUrl}`, ...told]
}
