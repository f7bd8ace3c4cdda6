import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** Where a call comes from: the remote IP address, and the program as it names itself (at most 300 characters). */
export interface Client {
  address: string | null
  agent: string | null
}

/** `X-Forwarded-For` is believed from the given proxies only (addresses and networks): anybody can write it. */
export function clientOf(proxies: readonly string[]) {
  const trusted = listOf(proxies)
  const isProxy = (address: string) => trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return ({ socket, headers }: IncomingMessage): Client => ({
    address: sender(plain(socket.remoteAddress), `${headers['x-forwarded-for'] ?? ''}`, isProxy),
    agent: headers['user-agent']?.slice(0, 300) ?? null
  })
}

/** Each proxy adds the address it was called from at the end: the last one that is no proxy of ours called us. */
function sender(peer: string | null, forwarded: string, isProxy: (address: string) => boolean) {
  const path = forwarded.slice(-MOST_FORWARDED).split(',')
  let address = peer
  while (address && isProxy(address)) {
    const before = plain(path.pop()?.trim())
    if (!before) return address
    address = before
  }
  return address
}

const MOST_FORWARDED = 1000

/** An IPv4 address that came in over IPv6 is the same address; null for what is none. */
const plain = (address = '') => {
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(bare) ? bare : null
}

function listOf(networks: readonly string[]) {
  const list = new BlockList()
  for (const network of networks) {
    const [address, bits] = network.split('/') as [string, string?]
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    list.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  return list
}
