/** Whom an address stands for: one IPv4 address, or the /64 of an IPv6 one, within which everybody has all addresses. */
export function networkOf(address: string | null | undefined) {
  if (!address?.includes(':')) return address ?? 'unknown'
  const [head = '', tail] = address.split('%')[0]!.split('::')
  const groups = head.split(':').filter(Boolean)
  const behind = tail?.split(':').filter(Boolean) ?? []
  const zeros = Array(Math.max(0, 8 - groups.length - behind.length)).fill('0')
  return [...groups, ...zeros, ...behind]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
