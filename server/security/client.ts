import type { IncomingMessage } from 'node:http'

/** Where a call comes from: the remote IP address, and the program as it names itself (at most 300 characters). */
export interface Client {
  address: string | null
  agent: string | null
}

export const clientOf = ({ socket, headers }: IncomingMessage): Client => ({
  address: socket.remoteAddress?.replace(/^::ffff:(?=\d+\.)/, '') ?? null,
  agent: headers['user-agent']?.slice(0, 300) ?? null
})
