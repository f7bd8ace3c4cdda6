/** Attempts to sign in: counted before the password is looked at, and given back unless it was wrong. */
import type { LimitName } from '../../config.ts'
import type { Application, Params } from '../../declarations.ts'
import { networkOf, Turns } from '../../limits/index.ts'
import { knownDevice } from './authentication.device.ts'

/** Of one account from one place, one after the other, so that many right passwords at once are not taken for guesses. */
const turns = new Turns({ atOnce: Infinity, each: 1, waitingEach: 20, waiting: 2000 })

/** Throws TooManyRequests, before `check`, where there were too many wrong ones. A `check` that answers nothing was one. */
export function attempt<T>(
  app: Application,
  email: string,
  params: Params,
  check: (turn: string) => Promise<T | undefined>
) {
  const network = networkOf(params.client?.address)
  const device = knownDevice(app, params.headers?.cookie, email)
  const counted = device ? ofDevice(device) : ofStranger(email, network)
  return turns.run(counted[0]![1], () => counting(app, counted, params, () => check(device ?? network)))
}

type Counted = [LimitName, string][]

/** An owner's own device is not shut out by what others try. */
const ofDevice = (device: string): Counted => [['signInDevice', device]]

const ofStranger = (email: string, network: string): Counted => [
  ['signIn', `${network} ${email}`],
  ['signInNetwork', network],
  ['signInAccount', email]
]

async function counting<T>(
  app: Application,
  counted: Counted,
  { client }: Params,
  check: () => Promise<T | undefined>
) {
  const limits = app.get('limits')
  const taken: Counted = []
  let isWrong = false
  try {
    for (const [name, key] of counted) {
      await limits.consume(name, key, { client })
      taken.push([name, key])
    }
    const result = await check()
    isWrong = result === undefined
    return result
  } finally {
    if (!isWrong) for (const [name, key] of taken) await limits.giveBack(name, key)
  }
}
