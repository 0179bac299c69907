import type { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { CloseReason } from '../feed/errors.ts';
import type { Connection } from './connections.ts';

/** What one HTTP request and its stream of events, if it becomes one, tell each other. */
export type SseChannel = {
  /** Cursor of the payload that is being sent: the event's id. */
  cursor: string | undefined;
  /** Set once the stream of changes has ended. */
  reason: CloseReason | undefined;
  /** Ends the stream of changes. */
  closeStream: ((reason: CloseReason) => void) | undefined;
  /** Ends the answer, so that the client comes back with Last-Event-ID. */
  endAnswer: (() => void) | undefined;
  /** Breaks the connection under the answer. */
  cut(): void;
  /** Told when the answer begins to stream. */
  onStreaming(connection: Connection): void;
};

/** Below the shortest time-outs of common proxies (15 s). */
const heartbeatMs = 12_000;
/** A client that stopped reading does not see an end either: then the connection is cut. */
const graceMs = 2000;
/** What the client waits before it comes back, ms. */
const retryMs = 1000;

type Result = { data?: unknown; errors?: readonly GraphQLError[]; extensions?: unknown };

/**
 * GraphQL over server-sent events, distinct connections: like Yoga's own processor, but with the cursor as
 * event id, and an end without `complete` when the client should come back (`complete` means that it is over).
 */
export function ssePlugin(): Plugin<Record<string, never>, { sse: SseChannel }> {
  return {
    onResultProcess({ request, result, serverContext, setResultProcessor }) {
      const accept = request.headers.get('accept') ?? '*/*';
      const asked = accept.includes('text/event-stream');
      if (!asked && !(isAsyncIterable(result) && accept.includes('*/*'))) return;
      setResultProcessor(
        (answer, { Response }) =>
          new Response(eventStream(answer, serverContext.sse), {
            headers: {
              'content-type': 'text/event-stream; charset=utf-8',
              'cache-control': 'no-store',
              // Nginx and others would otherwise hold events back.
              'x-accel-buffering': 'no',
            },
          }),
        'text/event-stream',
      );
    },
  };
}

function isAsyncIterable(value: unknown): value is AsyncIterable<Result> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function* once(result: Result): AsyncGenerator<Result> {
  yield result;
}

/** Whether a stream's end is for the connection only, and the client should come back from its cursor. */
export function interrupts(reason: CloseReason | undefined): boolean {
  return reason === 'slow' || reason === 'shutdown' || reason === 'token_expired';
}

/** Events of results. Pulled: nothing is executed for a client that does not read. */
export function eventStream(answer: unknown, channel: SseChannel): ReadableStream<Uint8Array> {
  const results: AsyncIterable<Result> = isAsyncIterable(answer) ? answer : once(answer as Result);
  const iterator = results[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let heartbeat: NodeJS.Timeout | undefined;
  let over = false;

  function finish(controller: ReadableStreamDefaultController<Uint8Array>): void {
    if (over) return;
    over = true;
    clearInterval(heartbeat);
    controller.close();
    // Ends by itself when the client reads to the end; the cut then finds nothing to do.
    setTimeout(() => channel.cut(), graceMs).unref();
    end();
  }

  return new ReadableStream({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      // Some clients see the headers only with the first bytes.
      send(`retry: ${retryMs}\n\n`);
      heartbeat = setInterval(() => {
        if ((controller.desiredSize ?? 0) > 0) send(':\n\n');
      }, heartbeatMs);
      channel.endAnswer = () => finish(controller);
      channel.onStreaming({
        close: (reason) => channel.closeStream?.(reason),
        ended,
        cut: () => channel.cut(),
      });
    },
    async pull(controller) {
      const next = await iterator.next();
      if (over) return;
      if (!next.done) {
        const id = channel.cursor === undefined ? '' : `id: ${channel.cursor}\n`;
        controller.enqueue(encoder.encode(`${id}event: next\ndata: ${resultJson(next.value)}\n\n`));
        return;
      }
      if (!interrupts(channel.reason)) controller.enqueue(encoder.encode('event: complete\ndata:\n\n'));
      finish(controller);
    },
    async cancel() {
      over = true;
      clearInterval(heartbeat);
      end();
      await iterator.return?.();
    },
  });
}

/** JSON of a result without what is meant for the HTTP layer. */
function resultJson({ data, errors, extensions }: Result): string {
  return JSON.stringify({
    ...(data === undefined ? {} : { data }),
    ...(errors ? { errors: errors.map(errorJson) } : {}),
    ...(extensions === undefined ? {} : { extensions }),
  });
}

function errorJson(error: GraphQLError) {
  const json = error.toJSON();
  const { http: _http, ...extensions } = json.extensions ?? {};
  return { ...json, extensions };
}
