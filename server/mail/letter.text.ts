import type { RoomDigest, Said } from './digest.ts'
import { readersOf } from './letter.readers.ts'
import { shortened, standOf, type Sheet } from './letter.ts'

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

function saidText({ words, digest }: Sheet, { kind, data, calls }: Said): string {
  const name = digest.names.get(data.authorId) ?? ''
  const call = calls && words.say(calls === 'mention' ? 'mailMention' : 'mailReply')
  const { readers } = readersOf(data.audience, digest, words)
  const head = [name, words.moment(data.createdAt), readers, call].filter(Boolean).join(', ')
  const what = kind === 'link' ? `${data.title}\n${data.url}` : shortened(data.body, words)
  return `${head}:\n${what}`
}

function newsText({ words, digest, newsUrl }: Sheet): string[] {
  if (digest.news.length === 0) return []
  const told = digest.news.map(({ title, body }) => `${title}\n${shortened(body, words)}`)
  return [`## ${words.say('mailNewsTitle')}\n${newsUrl}`, ...told]
}
