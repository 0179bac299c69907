import { type Audit, auditSignIn } from '@cupcakery/kit/audit';
import type { Authenticator } from '@cupcakery/kit/auth/authenticator';
import { isIssued } from '@cupcakery/kit/auth/with-credentials';
import { Problem } from '@cupcakery/kit/http/problem';
import { normalTraceparent } from '@cupcakery/kit/trace';
import { CloseCode } from 'graphql-ws';
import type { CloseReason } from '../../stream/close-reason.ts';
import type { ClientConnections } from '../clients/client-connections.ts';
import { setLongTimeout } from '../clients/set-long-timeout.ts';
import type { StreamObserver } from '../clients/stream-observer.ts';
import { authRequestOf } from './auth-request.ts';
import { closeCodes } from './close-codes.ts';
import { closeSession, type SocketSession } from './socket-session.ts';

/**
 * Authenticates the caller of a connection. False: the connection is not acknowledged, and is being closed.
 * @param params the payload of `connection_init`
 */
export async function acceptCaller(
  session: SocketSession,
  params: Record<string, unknown> | undefined,
  {
    authenticator,
    audit,
    connections,
    observer,
  }: {
    authenticator: Authenticator;
    audit: Audit;
    connections: ClientConnections;
    observer: Pick<StreamObserver, 'refused'>;
  },
): Promise<boolean> {
  const { socket, handshake, onClosed } = session;
  if (!handshake) return false;
  try {
    const request = authRequestOf(handshake, params);
    const unknown = { principal: undefined, address: session.address };
    const principal = await auditSignIn(audit, { caller: unknown, object: '/graphql' }, () =>
      authenticator.authenticate(request),
    );
    // A socket that closed meanwhile has called `onClosed` already, and will not do so again.
    if (socket.readyState !== socket.OPEN) return false;
    const release = connections.users.acquire(principal.subject);
    if (!release) {
      observer.refused('connections_of_user');
      socket.close(closeCodes.tooMany.code, closeCodes.tooMany.text);
      return false;
    }
    onClosed.push(release);
    if (!session.place?.accept()) {
      observer.refused('connections');
      socket.close(closeCodes.tryLater, 'no room for another connection here; try again later');
      return false;
    }
    session.caller = { principal, traceparent: normalTraceparent(request.headers.get('traceparent')) };
    session.handshake = undefined;
    session.place = undefined;
    if (isIssued(principal)) {
      const connection = {
        close: (reason: CloseReason) => closeSession(session, reason),
        cut: () => socket.terminate(),
      };
      onClosed.push(connections.own(principal.subject, connection));
    }
    if (principal.tokenExpiresAt !== undefined) {
      onClosed.push(setLongTimeout(principal.tokenExpiresAt, () => closeSession(session, 'token_expired')));
    }
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status >= 500) socket.close(closeCodes.tryLater, error.options.title);
    else socket.close(CloseCode.Forbidden, error.message.slice(0, 120));
    return false;
  }
}
