import type { Principal } from '@cupcakery/kit/auth/principal';
import { Problem } from '@cupcakery/kit/http/problem';
import type { Plugin } from 'graphql-yoga';
import type { OperationCaller } from '../../graphql/context/context.ts';
import { type ClientConnections, setLongTimeout } from '../clients/client-connections.ts';
import type { StreamObserver } from '../clients/stream-observer.ts';
import { eventStream, interrupts, isAsyncIterable, type SseChannel } from './event-stream.ts';

/**
 * GraphQL over server-sent events, distinct connections: like Yoga's own processor, but with the cursor as
 * event id, and an end without `complete` when the client should come back (`complete` means that it is over).
 */
export function ssePlugin(): Plugin<Record<string, never>, { sse: SseChannel }> {
  return {
    onResultProcess({ request, result, serverContext, setResultProcessor }) {
      if (!goesAsEvents(request.headers.get('accept') ?? '*/*', isAsyncIterable(result))) return;
      setResultProcessor((answer, { Response }) => {
        const refusal = serverContext.sse.refusal();
        if (refusal) {
          if (isAsyncIterable(answer)) void answer[Symbol.asyncIterator]().return?.();
          return refusal.toResponse();
        }
        return new Response(eventStream(answer, serverContext.sse), {
          headers: {
            'content-type': 'text/event-stream; charset=utf-8',
            'cache-control': 'no-store',
            // Nginx and others would otherwise hold events back.
            'x-accel-buffering': 'no',
          },
        });
      }, 'text/event-stream');
    },
  };
}

/** A stream goes as events unless they are refused; a single answer only where JSON is. */
function goesAsEvents(accept: string, isStream: boolean): boolean {
  const asked = accept.includes('text/event-stream');
  if (isStream) return asked || accept.includes('*/*');
  return asked && !/application\/(json|graphql-response\+json|\*)|\*\/\*/.test(accept);
}

/** One HTTP request's caller, and the stream of events that its answer may become. */
export function sseCaller(options: {
  principal: Principal;
  traceparent: string;
  lastEventId: string | undefined;
  address: string;
  connections: ClientConnections;
  observer: StreamObserver;
  cut(): void;
}): { caller: OperationCaller; sse: SseChannel } {
  const { principal, traceparent, lastEventId, address, connections, observer, cut } = options;
  const sse: SseChannel = {
    cursor: undefined,
    reason: undefined,
    closeStream: undefined,
    endAnswer: undefined,
    openSink: () => () => false,
    refusal: () => streamRefusal(connections, principal, address),
    cut,
    onStreaming(connection) {
      const end = connections.add(connection, address);
      const leave = connections.users.acquire(principal.subject);
      const forget =
        principal.tokenExpiresAt === undefined
          ? () => {}
          : setLongTimeout(principal.tokenExpiresAt, () => connection.close('token_expired'));
      return () => {
        end();
        forget();
        leave?.();
      };
    },
  };
  const caller: OperationCaller = {
    principal,
    traceparent,
    ...(lastEventId === undefined || lastEventId === '' ? {} : { lastEventId }),
    openSink: (onReady) => sse.openSink(onReady),
    admit: () => connections.subscriptions.acquire(principal.subject),
    onOpen(name, close) {
      observer.opened(name);
      sse.closeStream = close;
    },
    onPayload(name, payload) {
      sse.cursor = payload.cursor;
      observer.delivered(name, 1, undefined);
    },
    onClose(name, reason) {
      observer.closed(name, reason);
      sse.reason = reason;
      if (interrupts(reason)) sse.endAnswer?.();
    },
  };
  return { caller, sse };
}

/** Why the caller may not have another stream of events here, if so. */
export function streamRefusal(
  connections: ClientConnections,
  { subject }: Principal,
  address: string,
): Problem | undefined {
  const refusal = connections.refusal(address);
  if (refusal === 'full') {
    return new Problem({
      status: 503,
      code: 'TOO_MANY_CONNECTIONS',
      title: 'No room for another stream here',
      retryAfter: 5,
    });
  }
  if (refusal === undefined && connections.users.hasRoom(subject)) return undefined;
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
