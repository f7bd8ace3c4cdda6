import type { Contact } from '#lib/records.ts'

const safe = (text: string) => text.replace(/[\\,;]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n')

/** People as one file for an address book (vCard 3.0, which every phone reads). */
export const vcards = (people: readonly Contact[], firm: string): string =>
  people
    .flatMap(({ name, title, phone, email }) => {
      const words = name.split(' ')
      return [
        'BEGIN:VCARD',
        'VERSION:3.0',
        `N:${safe(words.at(-1) ?? '')};${safe(words.slice(0, -1).join(' '))};;;`,
        `FN:${safe(name)}`,
        `ORG:${safe(firm)}`,
        ...(title ? [`TITLE:${safe(title)}`] : []),
        ...(phone ? [`TEL;TYPE=WORK,VOICE:${phone}`] : []),
        `EMAIL;TYPE=INTERNET:${email}`,
        'END:VCARD'
      ]
    })
    .map((line) => `${line}\r\n`)
    .join('')
