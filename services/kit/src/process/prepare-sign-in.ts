import type { Authenticator } from '../auth/authenticator.ts';
import type { Lifecycle } from './lifecycle.ts';

/**
 * Fetches the keys by which callers are known, and says meanwhile why the process is not ready. During a rollout the
 * processes before it, which have keys, serve on; whoever has keys of their own, such as wall screens, waits no longer
 * than `Authenticator.prepare` takes at most.
 */
export async function prepareSignIn(
  authenticator: Pick<Authenticator, 'prepare'>,
  lifecycle: Pick<Lifecycle, 'setReady' | 'signal'>,
): Promise<void> {
  const condition = 'sign-in';
  lifecycle.setReady(condition, false, 'waiting for the keys of the identity provider');
  await authenticator.prepare(lifecycle.signal);
  lifecycle.setReady(condition, true);
}
