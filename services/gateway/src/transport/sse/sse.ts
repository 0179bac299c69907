import type { Principal } from '@cupcakery/kit/auth/principal';
import { isIssued } from '@cupcakery/kit/auth/with-credentials';
import { parseTraceparent } from '@cupcakery/kit/trace';
import { isAsyncIterable } from 'graphql-yoga';
import type { OperationCaller } from '../../graphql/context/context.ts';
import type { CloseReason } from '../../stream/close-reason.ts';
import { admitter } from '../clients/admitter.ts';
import type { ClientConnections } from '../clients/client-connections.ts';
import { setLongTimeout } from '../clients/set-long-timeout.ts';
import type { StreamObserver } from '../clients/stream-observer.ts';
import { type EventHost, type EventWriter, eventStream } from './event-stream.ts';
import { streamRefusal } from './stream-refusal.ts';

/** Turns the result of one HTTP request into a stream of events; opaque to everything that passes it on. */
export type SseAnswer = { respond(result: unknown): Response };

export type SseOptions = {
  principal: Principal;
  traceparent: string;
  requestId: string;
  lastEventId: string | undefined;
  address: string;
  connections: ClientConnections;
  observer: StreamObserver;
  /** Breaks the connection under the answer. */
  cut(): void;
};

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // Nginx and others would otherwise hold events back.
  'x-accel-buffering': 'no',
};

/** The caller of one HTTP request, and the stream of events that its answer may become. They share their state. */
export function createSse(options: SseOptions): { caller: OperationCaller; sse: SseAnswer } {
  const { principal, traceparent, requestId, lastEventId, address, connections, observer, cut } = options;
  /** Cursor of the result that is being sent. */
  let cursor: string | undefined;
  let closeReason: CloseReason | undefined;
  let closeStream: ((reason: CloseReason) => void) | undefined;
  /** There is one while the answer is being streamed. */
  let writer: EventWriter | undefined;
  let onReady = () => {};

  const host: EventHost = {
    cursor: () => cursor,
    isInterrupted: () => interrupts(closeReason),
    onStart(events) {
      writer = events;
      return openConnection(options, (reason) => closeStream?.(reason));
    },
    onReady: () => onReady(),
    cut,
  };
  const caller: OperationCaller = {
    principal,
    traceparent,
    audited: { principal, address, requestId, traceId: parseTraceparent(traceparent)?.traceId },
    ...(lastEventId === undefined || lastEventId === '' ? {} : { lastEventId }),
    openSink(ready) {
      onReady = ready;
      return (frames) => writer?.write(frames) ?? false;
    },
    admit: admitter(connections, observer, principal.subject),
    onOpen(name, close) {
      observer.opened(name);
      closeStream = close;
    },
    onPayload(name, payload) {
      cursor = payload.cursor;
      observer.delivered(name, 1, undefined);
    },
    onClose(name, reason) {
      observer.closed(name, reason);
      closeReason = reason;
      if (interrupts(reason)) writer?.finish();
    },
  };
  return {
    caller,
    sse: {
      respond(result) {
        const refusal = streamRefusal(connections, principal, address, observer);
        if (!refusal) return new Response(eventStream(result, host), { headers });
        if (isAsyncIterable(result)) void result[Symbol.asyncIterator]().return?.();
        return refusal.toResponse();
      },
    },
  };
}

/** Counts the answer as a connection of its client; returns the function to be called at its end. */
function openConnection(
  { principal, address, connections, cut }: SseOptions,
  close: (reason: CloseReason) => void,
): () => void {
  const remove = connections.add({ close, cut }, address);
  const disown = isIssued(principal) ? connections.own(principal.subject, { close, cut }) : undefined;
  const release = connections.users.acquire(principal.subject);
  const cancelExpiry =
    principal.tokenExpiresAt === undefined
      ? undefined
      : setLongTimeout(principal.tokenExpiresAt, () => close('token_expired'));
  return () => {
    remove();
    disown?.();
    cancelExpiry?.();
    release?.();
  };
}

/** Whether a stream's end concerns the connection only, so that the client should resume from its cursor. */
function interrupts(reason: CloseReason | undefined): boolean {
  return reason === 'slow' || reason === 'shutdown' || reason === 'token_expired';
}
