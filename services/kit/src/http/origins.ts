/** Which pages may use a service from a browser. */
export type OriginRules = {
  /** Exact origins, such as `https://kitchen.example`. They also get the headers of CORS. */
  listed: readonly string[];
  /** How many trusted proxies in front set X-Forwarded-Host; without any, only Host counts. */
  trustedProxies: number;
  /** Others that may use it, for the mode without sign-in: any page of this machine. */
  isTrusted(origin: string): boolean;
};

/**
 * What a request's Origin header is to a service. `none`: there is none, so the caller is a program or a page of the
 * same origin that reads.
 */
export type OriginVerdict = 'none' | 'same-host' | 'listed' | 'trusted' | 'foreign';

/**
 * Judges where a request comes from. The scheme of the same host may differ, because TLS often ends at a proxy in front.
 * @param header a header by its name in lower case
 * @see https://www.rfc-editor.org/rfc/rfc6454#section-7.3
 */
export function judgeOrigin(
  header: (name: 'origin' | 'host' | 'x-forwarded-host') => string | undefined,
  { listed, trustedProxies, isTrusted }: OriginRules,
): OriginVerdict {
  const origin = header('origin');
  if (origin === undefined) return 'none';
  if (listed.includes(origin)) return 'listed';
  const forwarded = trustedProxies > 0 ? hostSeenBy(header('x-forwarded-host'), trustedProxies) : undefined;
  if (isHostOf(origin, forwarded ?? header('host'))) return 'same-host';
  return isTrusted(origin) ? 'trusted' : 'foreign';
}

/** The host that the outermost trusted proxy was asked for; what is further left may be forged. */
function hostSeenBy(forwardedHost: string | undefined, trustedProxies: number): string | undefined {
  const hosts = forwardedHost?.split(',').flatMap((host) => host.trim() || []) ?? [];
  return hosts.at(-Math.min(trustedProxies, hosts.length));
}

function isHostOf(origin: string, host: string | undefined): boolean {
  // Only characters of an authority, else `x@kitchen.example` would parse as that host.
  if (host === undefined || !/^[\w.:[\]-]+$/.test(host) || originFault(origin) !== undefined) return false;
  const { protocol, host: own } = new URL(origin);
  // Under the origin's scheme, so that its default port may be written out in Host.
  const asked = `${protocol}//${host}`;
  return URL.canParse(asked) && new URL(asked).host === own;
}

/** What is wrong with a text as an exact http or https origin, if anything. */
export function originFault(text: string): string | undefined {
  if (text.includes('*')) return `"${text}" has a wildcard; name each origin`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return `"${text}" is no origin: scheme://host[:port]`;
  return url.origin === text ? undefined : `"${text}" is no origin; write ${url.origin}`;
}
