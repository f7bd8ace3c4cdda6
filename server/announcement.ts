/** What the start says to whoever sits at the keyboard: the address, the mode, and how to go on. */
import { join } from 'node:path'
import type { Config } from './config.ts'
import type { Application } from './declarations.ts'
import { accounts, password } from './demo/people.ts'

/** `wanted`: whether the demo was asked for, which it may not be where the database holds a real firm. */
export async function announcement(app: Application, wanted: boolean): Promise<string> {
  const config = app.get('config')
  const code: string | null = await app.service('setup').code()
  return [
    `Strefa is running at ${config.publicUrl} (Ctrl-C stops it).`,
    `Mode: ${config.demo ? 'demo firm' : 'real firm'}; ${wayOfMail(config)}`,
    ...(code
      ? [`Set up your firm, at this address and nowhere else: ${config.publicUrl}/setup#${code}`]
      : []),
    ...(wanted && !config.demo
      ? ['STREFA_DEMO is on, but this database holds a real firm: there is no demo.']
      : []),
    ...(config.demo ? demoPeople() : await lockedPeople(app))
  ].join('\n')
}

function wayOfMail({ smtpUrl, dataDir, publicUrl, demo, devMail = demo }: Config) {
  if (smtpUrl) return `mail leaves through ${new URL(smtpUrl).host}, and /dev/mail is not there.`
  const kept = `mail is written to ${join(dataDir, 'outbox')} and reaches nobody (SMTP_URL is not set)`
  return devMail
    ? `${kept}; anybody can read it at ${publicUrl}/dev/mail.`
    : `${kept}, and /dev/mail is not there.`
}

const demoPeople = () => [
  `It shows a demo firm. Sign in with the password ${password} as one of:`,
  ...accounts.map(({ email, zone, organization }) => `  ${email.padEnd(26)}${organization ?? zone}`)
]

/** In the demo anybody could let others in, as administrators too. */
async function lockedPeople(app: Application) {
  const db = app.get('db')
  if (!(await db('users').where({ demo: true }).first('id'))) return []
  const others = await db('users')
    .where({ demo: false })
    .whereNull('deactivatedAt')
    .count('* as total')
    .first()
  return [
    `This database holds the demo firm, whose people cannot sign in while STREFA_DEMO is off. ${others!.total} others can, whom somebody let in meanwhile.`,
    'For a firm of your own begin with an empty data folder (DATA_DIR) or an empty database (DATABASE_URL).'
  ]
}
