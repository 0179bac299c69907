import type { Logger } from '@cupcakery/kit/log';
import { parseTraceparent, traceFields } from '@cupcakery/kit/trace';
import { names } from '@cupcakery/kit/tracing/attributes';
import type { Span, Tracer } from '@cupcakery/kit/tracing/tracer';
import { type ExecutionArgs, GraphQLError, getOperationAST } from 'graphql';
import type { ServerOptions } from 'graphql-ws';
import { isAsyncIterable } from 'graphql-yoga';
import type { OperationCaller } from '../../graphql/context/context.ts';
import { type DocumentCache, operationCost } from '../../graphql/limits/document-cache.ts';
import type { PersistedOperations } from '../../graphql/limits/persisted-operations.ts';
import { tooManyOperations } from '../../graphql/limits/rate-error.ts';
import { maskedError, requestError } from '../../graphql/request/errors.ts';
import type { FeedStream } from '../../stream/feed-stream.ts';
import { admitter } from '../clients/admitter.ts';
import type { ClientConnections } from '../clients/client-connections.ts';
import type { ClientRates } from '../clients/client-rates.ts';
import type { StreamObserver } from '../clients/stream-observer.ts';
import type { Yoga } from '../engine/engine.ts';
import { closeSession, type SocketSession } from './socket-session.ts';
import { websocketSink } from './websocket-sink.ts';

export type OperationsOptions = {
  yoga: Yoga;
  connections: ClientConnections;
  observer: StreamObserver;
  /** On one socket. */
  maxSubscriptions: number;
  rates: ClientRates;
  /** The documents that the engine knows. */
  documents: DocumentCache;
  persisted?: PersistedOperations | undefined;
  tracer: Tracer;
  log: Logger;
};

/** What graphql-ws keeps of a connection. */
export type Extra = { session: SocketSession };

/** What is carried from `onSubscribe` to `execute` and `subscribe`. */
type Root = Pick<ReturnType<Yoga['getEnveloped']>, 'execute' | 'subscribe'> & {
  /** Set when the operation is a stream of frames. */
  frames?: FeedStream;
  /** The operation as a step of a trace. Of a subscription it never ends, and so is not recorded. */
  span?: Span | undefined;
  /** Releases the operation's text. */
  forget?(): void;
};
const rootOf = (root: unknown): Root => root as Root;

/** How graphql-ws executes operations: by the same engine, limits and masking as HTTP. */
export function socketOperations(
  options: OperationsOptions,
): Required<Pick<ServerOptions<Record<string, unknown>, Extra>, 'onSubscribe' | 'execute' | 'subscribe'>> {
  const { yoga, observer, maxSubscriptions, documents, persisted, log } = options;
  return {
    async onSubscribe({ extra, subscriptions }, id, payload) {
      const { session } = extra;
      if (!mayRun(session, 1, options)) return [tooFast()];
      if (Object.keys(subscriptions).length > maxSubscriptions) {
        observer.refused('subscriptions');
        return [
          requestError('TOO_MANY_SUBSCRIPTIONS', `At most ${maxSubscriptions} at a time on a connection.`),
        ];
      }
      const root: Partial<Root> = {
        // The payload's type is readonly.
        forget: () => void Object.assign(payload, { query: '', variables: undefined, extensions: undefined }),
      };
      const { caller, span } = callerOf(session, id, options, (stream) => {
        root.frames = stream;
      });
      if (span) root.span = span;
      try {
        // As Yoga itself reaches its plugins; without them limits and masking would hold for HTTP only.
        const query = persisted ? persisted.textOf(payload) : payload.query;
        if (!mayRun(session, operationCost(documents, query ?? '') - 1, options)) return [tooFast()];
        const enveloped = yoga.getEnveloped({ caller, params: { ...payload, query } });
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
        if (error instanceof GraphQLError) return [error];
        return [maskedError(error, log.child(traceFields(caller.traceparent)))];
      }
    },
    execute(args) {
      const { execute, span } = rootOf(args.rootValue);
      return span ? executeTraced(execute, args, span) : execute(args);
    },
    async subscribe(args) {
      const root = rootOf(args.rootValue);
      const answer = await root.subscribe(args);
      const { frames } = root;
      if (!frames || !isAsyncIterable(answer)) return answer;
      // graphql-ws keeps these for as long as the stream lives, and so would the layers around its iterator: half of
      // the memory of a socket. They are not needed, since the payloads do not pass through them.
      args.contextValue = undefined;
      args.rootValue = undefined;
      args.variableValues = undefined;
      root.forget?.();
      return frames;
    },
  };
}

/** Counts what an operation costs; when that is more than its socket or user may have, the socket is closed. */
function mayRun(
  session: SocketSession,
  cost: number,
  { rates, observer }: Pick<OperationsOptions, 'rates' | 'observer'>,
): boolean {
  if (cost <= 0) return true;
  const user = session.caller?.principal.subject ?? '';
  const isSocket = session.rates.operation(cost) > 0;
  if (!isSocket && rates.ofUser(user, cost) === 0) return true;
  observer.refused(isSocket ? 'operations_of_socket' : 'operations_of_user');
  closeSession(session, 'too_fast');
  return false;
}

/** Not sent: its socket is being closed. */
function tooFast(): GraphQLError {
  return tooManyOperations(0);
}

function callerOf(
  session: SocketSession,
  subscriptionId: string,
  { connections, observer, tracer }: OperationsOptions,
  onFrames: NonNullable<OperationCaller['onFrames']>,
): { caller: OperationCaller; span: Span | undefined } {
  if (!session.caller) throw new Error('subscribed before the connection was acknowledged');
  const { principal } = session.caller;
  const { traceparent, span } = tracer.begin('GraphQL Operation', session.caller.traceparent, {
    kind: 'server',
    attributes: {},
  });
  const caller: OperationCaller = {
    principal,
    traceparent,
    audited: { principal, address: session.address, traceId: parseTraceparent(traceparent)?.traceId },
    openSink: websocketSink(session.socket, session.stream, subscriptionId),
    admit: admitter(connections, observer, principal.subject),
    onOpen: (name) => observer.opened(name),
    onFrames,
    onPayload: (name) => observer.delivered(name, 1, undefined),
    onClose(name, reason, cursor) {
      observer.closed(name, reason === 'completed' ? (session.closing ?? reason) : reason);
      if (reason === 'slow') closeSession(session, reason, cursor);
    },
  };
  return { caller, span };
}

async function executeTraced(
  execute: Root['execute'],
  args: ExecutionArgs,
  span: Span,
): Promise<Awaited<ReturnType<Root['execute']>>> {
  const type = getOperationAST(args.document, args.operationName)?.operation ?? 'GraphQL Operation';
  try {
    return await execute(args);
  } finally {
    span.end({ name: type, attributes: { [names.graphqlType]: type } });
  }
}
