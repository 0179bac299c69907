import { isLoopbackHost } from './loopback.ts';

/**
 * Whether a host name means this machine or, in Kubernetes, a service of the same cluster: a single label, or a name below
 * `svc` or `svc.cluster.local`. Such a name leads to nobody on the internet, so a request to it may be plain http.
 */
export function isPrivateHost(host: string): boolean {
  const name = host.toLowerCase();
  return (
    isLoopbackHost(name) ||
    /^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name) ||
    /\.svc(\.cluster\.local)?$/.test(name)
  );
}
