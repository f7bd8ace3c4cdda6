import { isIP } from 'node:net'
import { CannotStart } from './values.ts'

/** Addresses and networks, separated by commas. Throws `CannotStart`. */
export function readProxies(value: string): readonly string[] {
  const proxies = value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
  for (const proxy of proxies)
    if (!isNetwork(proxy))
      throw new CannotStart(
        `TRUSTED_PROXIES must be addresses or networks such as 127.0.0.1, 10.0.0.0/8, not "${proxy}".`
      )
  return Object.freeze(proxies)
}

function isNetwork(text: string) {
  const [address = '', bits, ...more] = text.split('/')
  const most = { 4: 32, 6: 128 }[isIP(address)] ?? -1
  return (
    more.length === 0 && most > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  )
}
