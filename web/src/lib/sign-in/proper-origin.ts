const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);

/**
 * Where to sign in from. A provider on this machine knows it by one name: a page that was opened by another one of the same
 * machine has to move there first, or the provider would not send the browser back. Any other origin stays.
 */
export const properOrigin = (origin: string, authority: string): string => {
  const [own, its] = [new URL(origin), new URL(authority)];
  const isSameMachine = isLoopback(own.hostname) && isLoopback(its.hostname) && own.port === its.port;
  return isSameMachine ? its.origin : own.origin;
};
