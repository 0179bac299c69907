import type { Principal } from '@cupcakery/kit/auth/principal';
import { Problem } from '@cupcakery/kit/http/problem';
import type { ClientConnections } from '../clients/client-connections.ts';
import type { StreamObserver } from '../clients/stream-observer.ts';

/** Why the caller may not have another stream of events here, if so; it is counted. */
export function streamRefusal(
  connections: ClientConnections,
  { subject }: Principal,
  address: string,
  { refused }: Pick<StreamObserver, 'refused'>,
): Problem | undefined {
  const refusal = connections.refusal(address);
  if (refusal === 'full') {
    refused('connections');
    return new Problem({
      status: 503,
      code: 'TOO_MANY_CONNECTIONS',
      title: 'No room for another stream here',
      retryAfter: 5,
    });
  }
  if (refusal === undefined && connections.users.hasRoom(subject)) return undefined;
  refused(refusal === 'address' ? 'connections_of_address' : 'connections_of_user');
  return new Problem({
    status: 429,
    code: 'TOO_MANY_CONNECTIONS',
    title: 'You hold too many streams',
    detail:
      refusal === 'address'
        ? 'Too many connections come from your address: close some.'
        : 'You have too many connections open: close some.',
    retryAfter: 30,
  });
}
