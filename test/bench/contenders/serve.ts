/** What every contender has in common: a process of its own that says where it listens and what it has used. */

/** How the clients take part: one seat for each socket, writers first. */
export interface Stage {
  port: number
  /** The cookie of each socket's handshake; null where nobody asks who is calling. */
  cookies: string[] | null
  /** What a write carries beside its text. */
  comment: Record<string, unknown>
}

export interface Usage {
  /** CPU seconds of this process so far. */
  cpu: number
  /** Bytes of the JavaScript heap and of buffers, after a collection. */
  memory: number
  /** Bytes of the whole process. */
  resident: number
}

export type Question =
  { ask: 'stage'; sockets: number } | { ask: 'usage'; collect: boolean } | { ask: 'stop' }

/** Answers the bench until it lets go. `stage` makes ready for so many sockets. */
export function serve(stage: (sockets: number) => Promise<Stage>, stop: () => unknown = () => undefined) {
  process.on('disconnect', () => process.exit())
  process.on('message', async (question: Question) => {
    if (question.ask === 'stage') process.send!(await stage(question.sockets))
    if (question.ask === 'usage') process.send!(usage(question.collect))
    if (question.ask === 'stop') {
      await stop()
      process.exit()
    }
  })
  process.send!('ready')
}

function usage(collect: boolean): Usage {
  if (collect) for (let turn = 0; turn < 3; turn++) globalThis.gc!()
  const { user, system } = process.cpuUsage()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { cpu: (user + system) / 1e6, memory: heapUsed + external, resident: rss }
}
