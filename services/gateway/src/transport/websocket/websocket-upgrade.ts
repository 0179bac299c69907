import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Audit, auditForeignPage } from '@cupcakery/kit/audit';
import type { Authenticator } from '@cupcakery/kit/auth/authenticator';
import { clientAddress } from '@cupcakery/kit/http/client-address';
import { foreignOrigin } from '@cupcakery/kit/http/origin-guard';
import { judgeOrigin, type OriginRules } from '@cupcakery/kit/http/origins';
import type { WebsocketUpgrade } from '@cupcakery/kit/http/server';
import { handleProtocols, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { maxRequestBytes } from '../../graphql/limits/document-limits.ts';
import { acceptCaller } from './accept-caller.ts';
import { closeCodes } from './close-codes.ts';
import { graphqlSocketOf } from './graphql-socket.ts';
import { createHeartbeat } from './heartbeat.ts';
import { serverTime } from './server-time.ts';
import { type Extra, type OperationsOptions, socketOperations } from './socket-operations.ts';
import { closeSession, closeWithin, type SocketSession } from './socket-session.ts';

/** How long the answer to a close may take of a client that nobody knows. */
const unknownGraceMs = 500;

/** `/graphql` over WebSocket, subprotocol graphql-transport-ws, through the same engine as HTTP. */
export function createWebSocketUpgrade(
  options: OperationsOptions & {
    authenticator: Authenticator;
    audit: Audit;
    origins: { rules: OriginRules };
    trustedProxies: number;
    /** How long a client may take to say who it is. */
    initTimeoutMs: number;
    now: () => number;
  },
): WebsocketUpgrade {
  const { connections, observer, origins, audit, trustedProxies, initTimeoutMs, log, now } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols,
    maxPayload: maxRequestBytes,
    // Compression keeps some 300 KB per socket, and answers mix secrets with text that others chose.
    perMessageDeflate: false,
  });
  const heartbeat = createHeartbeat();
  const onError = (err: Error) => log.debug({ err }, 'websocket error');
  const server = makeServer<Record<string, unknown>, Extra>({
    // Its own waits for the answer to its close, half a minute for a client that does not read.
    connectionInitWaitTimeout: 0,
    // An object becomes the payload of the acknowledgement.
    async onConnect(context) {
      const params = context.connectionParams;
      // Kept for as long as the socket, and by nobody needed.
      Object.assign(context, { connectionParams: undefined });
      return (await acceptCaller(context.extra.session, params, options)) && serverTime(now);
    },
    ...socketOperations(options),
  });

  function onOpen(socket: WebSocket, stream: Duplex, handshake: IncomingMessage, address: string): void {
    const session: SocketSession = {
      socket,
      address,
      stream,
      handshake,
      place: undefined,
      rates: options.rates.ofSocket(),
      caller: undefined,
      closing: undefined,
      onClosed: [],
    };
    heartbeat.add(session);
    session.onClosed.push(server.opened(graphqlSocketOf(session, options), { session }));
    const place = connections.addPending(
      { close: (reason) => closeSession(session, reason), cut: () => socket.terminate() },
      address,
    );
    session.place = place;
    const timer = setTimeout(() => closeUnknown(session), initTimeoutMs);
    session.onClosed.push(place.closed, () => clearTimeout(timer));
    socket.on('error', onError);
    socket.on('close', (code, reason) => {
      for (const listener of session.onClosed.splice(0)) listener(code, String(reason));
    });
  }

  function closeUnknown({ socket, caller }: SocketSession): void {
    if (caller) return;
    observer.refused('init_timeout');
    closeWithin(socket, unknownGraceMs, closeCodes.initTimeout.code, closeCodes.initTimeout.text);
  }

  return (request, socket, head) => {
    if (request.url?.split('?')[0] !== '/graphql') return refuse(socket, '404 Not Found');
    const address = clientAddress(
      request.socket.remoteAddress,
      String(request.headers['x-forwarded-for'] ?? ''),
      trustedProxies,
    );
    // No rule of CORS applies to a handshake, and a proxy in front may add the user's token to it.
    if (judgeOrigin((name) => headerOf(request, name), origins.rules) === 'foreign') {
      auditForeignPage(audit, { principal: undefined, address }, '/graphql', request.headers.origin ?? '');
      return refuse(socket, '403 Forbidden', foreignOrigin.detail);
    }
    const refusal = connections.pendingRefusal(address);
    if (refusal) {
      observer.refused(refusals[refusal].limit);
      return refuse(socket, refusals[refusal].status);
    }
    sockets.handleUpgrade(request, socket, head, (client) => onOpen(client, socket, request, address));
  };
}

const refusals = {
  full: { limit: 'connections', status: '503 Service Unavailable\r\nRetry-After: 5' },
  pending: { limit: 'connections_pending', status: '503 Service Unavailable\r\nRetry-After: 1' },
  address: { limit: 'connections_of_address', status: '429 Too Many Requests\r\nRetry-After: 30' },
} as const;

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** @param sentence why, in ASCII */
function refuse(socket: Duplex, status: string, sentence = ''): void {
  const type = sentence === '' ? '' : 'Content-Type: text/plain\r\n';
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\n${type}Content-Length: ${sentence.length}\r\n\r\n${sentence}`,
  );
}
