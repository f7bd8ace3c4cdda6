/** The mail that tells a person that their password has changed, in case it was not they who changed it. */
import { randomUUID } from 'node:crypto'
import type { Application } from '../declarations.ts'
import { say, type Message } from '../language/index.ts'
import { firmName, notice } from './notice.ts'
import { Refused, type Outlet } from './outlet.ts'

export async function handPasswordNotice(app: Application, outlet: Outlet, userId: string, email?: string) {
  const user = await app.get('db')('users').where({ id: userId }).first('name', 'email', 'locale')
  if (!user) return
  const firm = await firmName(app)
  const word = (message: Message) => say(user.locale, message, { firm, name: user.name })
  const id = randomUUID()
  const letter = notice(app, {
    ...{ ...user, id, firm, email: email ?? user.email },
    subject: word('passwordChangedSubject'),
    text: word('passwordChangedText'),
    act: word('passwordChangedAct'),
    url: `${app.get('config').publicUrl}/forgot`,
    foot: word('passwordChangedFoot')
  })
  await using post = await outlet.open()
  try {
    await post.hand(id, letter)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    console.error(`A mail could not be delivered, its address is unknown: ${error.message}`)
  }
}
