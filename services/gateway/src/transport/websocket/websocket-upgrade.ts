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
import type { OperationCaller } from '../../graphql/context/context.ts';
import { maxRequestBytes } from '../../graphql/limits/document-limits.ts';
import type { PersistedOperations } from '../../graphql/limits/persisted-operations.ts';
import { maskedError, requestError } from '../../graphql/request/errors.ts';
import type { OrderStream } from '../../stream/order-stream.ts';
import { clientAddress } from '../clients/client-address.ts';
import { type ClientConnections, setLongTimeout } from '../clients/client-connections.ts';
import type { StreamObserver } from '../clients/stream-observer.ts';
import type { ServerContext, Yoga } from '../engine/engine.ts';
import { isAsyncIterable } from '../sse/event-stream.ts';
import { authRequestOf } from './auth-request.ts';
import { closeCodes } from './close-codes.ts';
import { graphqlSocketOf } from './graphql-socket.ts';
import { closeSession, createHeartbeat, type SocketSession } from './socket-session.ts';
import { websocketSink } from './websocket-sink.ts';

const initTimeoutMs = 10_000;

/** Who is at the other end, once the connection is acknowledged. */
type Known = { principal: Principal; traceparent: string };
type Extra = { link: SocketSession; known: Known | undefined };

/** `/graphql` over WebSocket, subprotocol graphql-transport-ws, through the same engine as HTTP. */
export function createWebSocketUpgrade(options: {
  yoga: Yoga;
  authenticator: Authenticator;
  connections: ClientConnections;
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

  const heartbeat = createHeartbeat();
  const onError = (err: Error) => log.debug({ err }, 'websocket error');

  const server = makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: initTimeoutMs,
    async onConnect({ connectionParams, extra }) {
      const { link } = extra;
      if (!link.handshake) return false;
      try {
        const handshake = authRequestOf(link.handshake, connectionParams);
        const principal = await authenticator.authenticate(handshake);
        // Closed meanwhile: nobody would tell us again.
        if (link.socket.readyState !== link.socket.OPEN) return false;
        const leave = connections.users.acquire(principal.subject);
        if (!leave) {
          link.socket.close(closeCodes.tooMany.code, closeCodes.tooMany.words);
          return false;
        }
        link.onClosed.push(leave);
        extra.known = { principal, traceparent: childTraceparent(handshake.headers.get('traceparent')) };
        link.handshake = undefined;
        if (principal.tokenExpiresAt !== undefined) {
          link.onClosed.push(
            setLongTimeout(principal.tokenExpiresAt, () => closeSession(link, 'token_expired')),
          );
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
      const root: Partial<Root> = {
        // Its types say that this is for reading only.
        forget: () => void Object.assign(payload, { query: '', variables: undefined }),
      };
      const caller = callerOf(link, known, id, (stream) => {
        root.frames = stream;
      });
      const context = { caller } as ServerContext;
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
          rootValue: Object.assign(root, { execute: enveloped.execute, subscribe: enveloped.subscribe }),
        };
      } catch (error) {
        return [error instanceof GraphQLError ? error : maskedError(error, log)];
      }
    },
    execute: (args) => rootOf(args.rootValue).execute(args),
    async subscribe(args) {
      const root = rootOf(args.rootValue);
      const answer = await root.subscribe(args);
      const { frames } = root;
      if (!frames || !isAsyncIterable(answer)) return answer;
      // graphql-ws keeps these for as long as the stream lives, and so would the layers around its iterator:
      // half of what a socket costs. Its payloads do not come this way, so nobody needs them.
      args.contextValue = undefined;
      args.rootValue = undefined;
      root.forget?.();
      return frames;
    },
  });

  function callerOf(
    link: SocketSession,
    { principal, traceparent }: Known,
    subscriptionId: string,
    onFrames: NonNullable<OperationCaller['onFrames']>,
  ): OperationCaller {
    return {
      principal,
      traceparent,
      openSink: websocketSink(link.socket, link.stream, subscriptionId),
      admit: () => connections.subscriptions.acquire(principal.subject),
      onOpen: (name) => observer.opened(name),
      onFrames,
      onPayload: (name) => observer.delivered(name, 1, undefined),
      onClose(name, reason, cursor) {
        observer.closed(name, reason === 'completed' ? (link.closing ?? reason) : reason);
        if (reason === 'slow') closeSession(link, reason, cursor);
      },
    };
  }

  function connected(socket: WebSocket, stream: Duplex, handshake: IncomingMessage, address: string): void {
    const link: SocketSession = { socket, stream, handshake, closing: undefined, onClosed: [] };
    heartbeat.add(link);
    link.onClosed.push(server.opened(graphqlSocketOf(socket, log), { link, known: undefined }));
    link.onClosed.push(
      connections.add(
        { close: (reason) => closeSession(link, reason), cut: () => socket.terminate() },
        address,
      ),
    );
    socket.on('error', onError);
    socket.on('close', (code, reason) => {
      for (const done of link.onClosed.splice(0)) done(code, String(reason));
    });
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
    sockets.handleUpgrade(request, socket, head, (client) => connected(client, socket, request, address));
  };
}

type Root = Pick<ReturnType<Yoga['getEnveloped']>, 'execute' | 'subscribe'> & {
  /** Set when the operation is a stream of frames. */
  frames?: OrderStream;
  /** Lets go of the operation's text. */
  forget?(): void;
};
const rootOf = (root: unknown): Root => root as Root;

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
