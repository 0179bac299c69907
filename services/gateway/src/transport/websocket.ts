import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Authenticator } from '@cupcakery/kit/auth/authenticator';
import type { Principal } from '@cupcakery/kit/auth/principal';
import { Problem } from '@cupcakery/kit/http/problem';
import type { WebsocketUpgrade } from '@cupcakery/kit/http/server';
import type { Logger } from '@cupcakery/kit/log';
import { childTraceparent } from '@cupcakery/kit/trace';
import { GraphQLError } from 'graphql';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Caller } from '../graphql/context.ts';
import { maskedError, requestError } from '../graphql/errors.ts';
import { maxRequestBytes } from '../graphql/limits.ts';
import type { PersistedOperations } from '../graphql/persisted.ts';
import { clientAddress } from './client-address.ts';
import { closeCodes } from './close-codes.ts';
import { at, type Connections } from './connections.ts';
import type { StreamObserver } from './observe.ts';
import { handshakeOf } from './websocket-caller.ts';
import { createLink, type Link } from './websocket-link.ts';
import { webSocketWay } from './websocket-way.ts';
import type { ServerContext, Yoga } from './yoga.ts';

const initTimeoutMs = 10_000;

/** Who is at the other end, once the connection is acknowledged. */
type Known = { principal: Principal; traceparent: string };
type Extra = { link: Link; known: Known | undefined };

/** `/graphql` over WebSocket, subprotocol graphql-transport-ws, through the same engine as HTTP. */
export function createWebSocketUpgrade(options: {
  yoga: Yoga;
  authenticator: Authenticator;
  connections: Connections;
  observer: StreamObserver;
  maxSubscriptions: number;
  persisted?: PersistedOperations | undefined;
  trustedProxies: number;
  log: Logger;
}): WebsocketUpgrade {
  const { yoga, authenticator, connections, observer, maxSubscriptions, persisted, log } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols,
    maxPayload: maxRequestBytes,
    // Compression keeps some 300 KB per socket, and answers mix secrets with what others chose.
    perMessageDeflate: false,
  });

  const server = makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: initTimeoutMs,
    async onConnect({ connectionParams, extra }) {
      const { link } = extra;
      if (!link.handshake) return false;
      try {
        const handshake = handshakeOf(link.handshake, connectionParams);
        const principal = await authenticator.authenticate(handshake);
        // Closed meanwhile: nobody would tell us again.
        if (link.socket.readyState !== link.socket.OPEN) return false;
        const leave = connections.users.take(principal.subject);
        if (!leave) {
          link.socket.close(closeCodes.tooMany.code, closeCodes.tooMany.words);
          return false;
        }
        link.onClosed(leave);
        extra.known = { principal, traceparent: childTraceparent(handshake.headers.get('traceparent')) };
        link.handshake = undefined;
        if (principal.tokenExpiresAt !== undefined) {
          link.onClosed(at(principal.tokenExpiresAt, () => link.close('token_expired')));
        }
        return true;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (error.status >= 500) link.socket.close(1013, error.options.title);
        else link.socket.close(CloseCode.Forbidden, error.message.slice(0, 120));
        return false;
      }
    },
    async onSubscribe({ extra, subscriptions }, id, payload) {
      const { known, link } = extra;
      if (!known) throw new Error('subscribed before the connection was acknowledged');
      if (Object.keys(subscriptions).length > maxSubscriptions) {
        return [
          requestError('TOO_MANY_SUBSCRIPTIONS', `At most ${maxSubscriptions} at a time on a connection.`),
        ];
      }
      // Yoga's own way to its plugins; without it limits and masking would hold for HTTP only.
      const context = { caller: callerOf(link, known, id) } as ServerContext;
      try {
        const query = persisted ? persisted.textOf(payload) : payload.query;
        const enveloped = yoga.getEnveloped({ ...context, params: { ...payload, query } });
        const document = enveloped.parse(query);
        const errors = enveloped.validate(enveloped.schema, document);
        if (errors.length > 0) return [...errors];
        return {
          schema: enveloped.schema,
          operationName: payload.operationName,
          document,
          variableValues: payload.variables,
          contextValue: await enveloped.contextFactory(),
          rootValue: { execute: enveloped.execute, subscribe: enveloped.subscribe },
        };
      } catch (error) {
        return [error instanceof GraphQLError ? error : maskedError(error, log)];
      }
    },
    execute: (args) => rootOf(args.rootValue).execute(args),
    subscribe: (args) => rootOf(args.rootValue).subscribe(args),
  });

  function callerOf(link: Link, { principal, traceparent }: Known, subscriptionId: string): Caller {
    return {
      principal,
      traceparent,
      openWay: webSocketWay(link.socket, subscriptionId),
      admit: () => connections.subscriptions.take(principal.subject),
      onOpen: (name) => observer.opened(name),
      onPayload: (name) => observer.delivered(name, 1, undefined),
      onClose(name, reason, cursor) {
        observer.closed(name, reason === 'completed' ? (link.closing ?? reason) : reason);
        if (reason === 'slow') link.close(reason, cursor);
      },
    };
  }

  function connected(socket: WebSocket, request: IncomingMessage, address: string): void {
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const link = createLink(socket, request);
    const closed = server.opened(
      {
        protocol: socket.protocol,
        // Resolves when the operating system has the bytes: who does not read is not executed for.
        send: (data) =>
          new Promise((done, fail) => {
            if (socket.readyState !== socket.OPEN) return done();
            socket.send(data, (error) => (error ? fail(error) : done()));
          }),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) => {
          socket.on('message', async (data) => {
            try {
              await handle(String(data));
            } catch (err) {
              if (socket.readyState !== socket.OPEN) return;
              log.error({ err }, 'websocket message failed unexpectedly');
              socket.close(CloseCode.InternalServerError, 'Something went wrong here');
            }
          });
        },
      },
      { link, known: undefined },
    );
    socket.on('error', (err) => log.debug({ err }, 'websocket error'));
    link.onClosed((code, reason) => {
      void closed(code, reason);
      resolve();
    });
    connections.add({ close: (reason) => link.close(reason), cut: () => socket.terminate(), ended }, address);
  }

  return (request, socket, head) => {
    if (request.url?.split('?')[0] !== '/graphql') return refuse(socket, '404 Not Found');
    const address = clientAddress(
      request.socket.remoteAddress,
      String(request.headers['x-forwarded-for'] ?? ''),
      options.trustedProxies,
    );
    const refusal = connections.refusal(address);
    if (refusal === 'full') return refuse(socket, '503 Service Unavailable\r\nRetry-After: 5');
    if (refusal === 'address') return refuse(socket, '429 Too Many Requests\r\nRetry-After: 30');
    sockets.handleUpgrade(request, socket, head, (client) => connected(client, request, address));
  };
}

type Root = Pick<ReturnType<Yoga['getEnveloped']>, 'execute' | 'subscribe'>;
const rootOf = (root: unknown): Root => root as Root;

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
