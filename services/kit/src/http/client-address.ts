import { isIPv6 } from 'node:net';

/**
 * The address that a client is counted by. IPv6 by its first 64 bits: a household or a phone owns all below.
 * @param remote the peer of the socket
 * @param forwardedFor the header X-Forwarded-For, to which each proxy adds the peer that it saw
 * @param trustedProxies how many trusted proxies are in front; entries further left may be forged
 */
export function clientAddress(
  remote: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: number,
): string {
  const hops = forwardedFor?.split(',').map((hop) => hop.trim()) ?? [];
  const claimed = trustedProxies > 0 ? hops.at(-Math.min(trustedProxies, hops.length)) : undefined;
  return networkOf(claimed || remote || 'unknown');
}

function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const after = tail?.split(':').filter(Boolean) ?? [];
  while (tail !== undefined && groups.length + after.length < 8) groups.push('0');
  return [...groups, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
