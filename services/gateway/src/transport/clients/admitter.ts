import type { Admission, Kept } from '../../stream/admission.ts';
import type { ClientConnections } from './client-connections.ts';
import type { StreamObserver } from './stream-observer.ts';

/** Admits subscriptions of a user, and counts those that are refused. */
export function admitter(
  { subscriptions }: Pick<ClientConnections, 'subscriptions'>,
  { refused }: Pick<StreamObserver, 'refused'>,
  user: string,
): (kept: Kept) => Admission {
  return (kept) => {
    const admission = subscriptions.admit(user, kept);
    if (admission.refused) refused(admission.refused);
    return admission;
  };
}
