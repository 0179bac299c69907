import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Authenticator } from '@cupcakery/kit/auth/authenticator';
import { Problem } from '@cupcakery/kit/http/problem';
import type { WebsocketUpgrade } from '@cupcakery/kit/http/server';
import type { Logger } from '@cupcakery/kit/log';
import { childTraceparent } from '@cupcakery/kit/trace';
import { GraphQLError } from 'graphql';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { CloseReason } from '../feed/errors.ts';
import type { Caller } from '../graphql/context.ts';
import { maskedError, requestError } from '../graphql/errors.ts';
import { maxRequestBytes } from '../graphql/limits.ts';
import { closingOf } from './close-codes.ts';
import { at, type Connections } from './connections.ts';
import type { StreamObserver } from './observe.ts';
import { handshakeOf } from './websocket-caller.ts';
import type { ServerContext, Yoga } from './yoga.ts';

/** Below the shortest time-outs of common proxies; a socket that answers no ping until the next is cut. */
const heartbeatMs = 12_000;
const initTimeoutMs = 10_000;
/** How long a close frame may wait for a client that does not read. */
const closeGraceMs = 2000;

type Link = {
  socket: WebSocket;
  request: IncomingMessage;
  caller: Caller | undefined;
  forgetExpiry: () => void;
  /** Why the connection is being closed: the streams that end with it end for the same reason. */
  closing: CloseReason | undefined;
  close(reason: CloseReason, cursor?: string): void;
};
type Extra = { link: Link };

/** `/graphql` over WebSocket, subprotocol graphql-transport-ws, through the same engine as HTTP. */
export function createWebSocketUpgrade(options: {
  yoga: Yoga;
  authenticator: Authenticator;
  connections: Connections;
  observer: StreamObserver;
  maxSubscriptions: number;
  log: Logger;
}): WebsocketUpgrade {
  const { yoga, authenticator, connections, observer, maxSubscriptions, log } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols,
    maxPayload: maxRequestBytes,
    // Compression keeps some 300 KB per socket, and answers mix secrets with what others chose.
    perMessageDeflate: false,
  });

  const server = makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: initTimeoutMs,
    async onConnect({ connectionParams, extra: { link } }) {
      try {
        const handshake = handshakeOf(link.request, connectionParams);
        const principal = await authenticator.authenticate(handshake);
        link.caller = callerOf(link, principal, childTraceparent(handshake.headers.get('traceparent')));
        if (principal.tokenExpiresAt !== undefined) {
          link.forgetExpiry = at(principal.tokenExpiresAt, () => link.close('token_expired'));
        }
        return true;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (error.status >= 500) link.socket.close(1013, error.options.title);
        else link.socket.close(CloseCode.Forbidden, error.message.slice(0, 120));
        return false;
      }
    },
    async onSubscribe({ extra, subscriptions }, _id, payload) {
      const { caller } = extra.link;
      if (!caller) throw new Error('subscribed before the connection was acknowledged');
      if (Object.keys(subscriptions).length > maxSubscriptions) {
        return [
          requestError('TOO_MANY_SUBSCRIPTIONS', `At most ${maxSubscriptions} at a time on a connection.`),
        ];
      }
      // Yoga's own way to its plugins; without it limits and masking would hold for HTTP only.
      const context = { caller } as ServerContext;
      const enveloped = yoga.getEnveloped({ ...context, params: payload });
      try {
        const document = enveloped.parse(payload.query);
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

  function callerOf(link: Link, principal: Caller['principal'], traceparent: string): Caller {
    return {
      principal,
      traceparent,
      onOpen: (name) => observer.opened(name),
      onPayload: (name, _payload, writtenAt) => observer.delivered(name, writtenAt),
      onClose(name, reason, cursor) {
        observer.closed(name, reason === 'completed' ? (link.closing ?? reason) : reason);
        if (reason === 'slow') link.close(reason, cursor);
      },
    };
  }

  function connected(socket: WebSocket, request: IncomingMessage): void {
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const link: Link = {
      socket,
      request,
      caller: undefined,
      forgetExpiry: () => {},
      closing: undefined,
      close(reason, cursor) {
        if (link.closing) return;
        link.closing = reason;
        const closing = closingOf(reason, cursor);
        socket.close(closing.code, closing.reason);
        setTimeout(() => socket.terminate(), closeGraceMs).unref();
      },
    };
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
      { link },
    );
    const stopHeartbeat = beat(socket);
    socket.on('error', (err) => log.debug({ err }, 'websocket error'));
    socket.once('close', (code, reason) => {
      stopHeartbeat();
      link.forgetExpiry();
      void closed(code, String(reason));
      resolve();
    });
    connections.add({ close: (reason) => link.close(reason), cut: () => socket.terminate(), ended });
  }

  return (request, socket, head) => {
    if (request.url?.split('?')[0] !== '/graphql') return refuse(socket, '404 Not Found');
    if (!connections.hasRoom()) return refuse(socket, '503 Service Unavailable\r\nRetry-After: 5');
    sockets.handleUpgrade(request, socket, head, (client) => connected(client, request));
  };
}

type Root = Pick<ReturnType<Yoga['getEnveloped']>, 'execute' | 'subscribe'>;
const rootOf = (root: unknown): Root => root as Root;

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Pings; a socket that has not answered by the next ping is dead or does not read. */
function beat(socket: WebSocket): () => void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, heartbeatMs);
  return () => clearInterval(timer);
}
