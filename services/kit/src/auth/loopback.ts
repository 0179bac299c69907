/** Whether a host name (no port) means this machine: `localhost`, 127.0.0.0/8, ::1, and names under localhost. */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  if (name === '::1' || name === 'localhost' || name.endsWith('.localhost')) return true;
  return /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}

/** The same for an authority with or without a port (a Host header); false if it is none. */
export function isLoopbackAuthority(authority: string): boolean {
  // Only characters of an authority, else `x@localhost` or `localhost/..` would parse as something else.
  if (!/^[\w.:[\]-]+$/.test(authority)) return false;
  return pointsToLoopback(`http://${authority}`);
}

/** The same for an Origin header; false for `null` and everything that is no http or https origin. */
export function isLoopbackOrigin(origin: string): boolean {
  return /^https?:\/\/[\w.:[\]-]+$/.test(origin) && pointsToLoopback(origin);
}

function pointsToLoopback(url: string): boolean {
  return URL.canParse(url) && isLoopbackHost(new URL(url).hostname);
}
