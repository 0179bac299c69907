import type { Problem } from '@cupcakery/kit/http/problem';
import type { GraphQLError } from 'graphql';
import type { Frame, OpenSink } from '../../fanout/frame.ts';
import type { CloseReason } from '../../stream/close-reason.ts';
import type { ClientConnection } from '../clients/client-connections.ts';

/** What one HTTP request and its stream of events, if it becomes one, tell each other. */
export type SseChannel = {
  /** Cursor of the result that is being sent: the event's id. */
  cursor: string | undefined;
  /** Set once the stream of changes has ended. */
  reason: CloseReason | undefined;
  /** Ends the stream of changes. */
  closeStream: ((reason: CloseReason) => void) | undefined;
  /** Ends the answer, so that the client comes back with Last-Event-ID. */
  endAnswer: (() => void) | undefined;
  /** The way of frames into the answer; there is one while the answer is being streamed. */
  openSink: OpenSink;
  /** Why there may be no further stream, if so. */
  refusal(): Problem | undefined;
  /** Breaks the connection under the answer. */
  cut(): void;
  /** Told when the answer begins to stream; returns what is to be called at its end. */
  onStreaming(connection: ClientConnection): () => void;
};

/** Below the shortest time-outs of common proxies (15 s). */
const heartbeatMs = 12_000;
/** A client that stopped reading does not see an end either: then the connection is cut. */
const graceMs = 2000;
/** What the client waits before it comes back, ms. */
const retryMs = 1000;
/** Bytes that may wait in an answer before it gets no further event. */
const highWaterBytes = 64 << 10;

type Result = { data?: unknown; errors?: readonly GraphQLError[]; extensions?: unknown };

/** Whether a stream's end is for the connection only, and the client should come back from its cursor. */
export function interrupts(reason: CloseReason | undefined): boolean {
  return reason === 'slow' || reason === 'shutdown' || reason === 'token_expired';
}

/** Events of frames, and of results if the answer gives any. Nothing is executed for a client that does not read. */
export function eventStream(answer: unknown, channel: SseChannel): ReadableStream<Uint8Array> {
  const results: AsyncIterable<Result> = isAsyncIterable(answer) ? answer : once(answer as Result);
  const iterator = results[Symbol.asyncIterator]();
  let end = () => {};
  let heartbeat: NodeJS.Timeout | undefined;
  let onReady = () => {};
  let wake = () => {};
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

  /** Pulls the results; those of a stream of frames are nothing but its end. */
  async function run(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    for (;;) {
      const next = await pulled();
      if (over) return;
      if (next.done) break;
      controller.enqueue(nextEvent(channel.cursor, Buffer.from(resultJson(next.value))));
      while ((controller.desiredSize ?? 0) <= 0 && !over) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
    if (!interrupts(channel.reason)) controller.enqueue(Buffer.from('event: complete\ndata:\n\n'));
    finish(controller);
  }

  /** The next result. The error that a stream ended by becomes one, and its end follows. */
  async function pulled(): Promise<IteratorResult<Result, undefined>> {
    try {
      const { done, value } = await iterator.next();
      return done ? { done: true, value: undefined } : { done: false, value };
    } catch (error) {
      channel.cursor = undefined;
      iterator.next = async () => ({ done: true, value: undefined });
      if (!isGraphQLError(error)) throw error;
      return { done: false, value: { errors: [error] } };
    }
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        // Some clients see the headers only with the first bytes.
        controller.enqueue(Buffer.from(`retry: ${retryMs}\n\n`));
        heartbeat = setInterval(() => {
          if ((controller.desiredSize ?? 0) > 0) controller.enqueue(Buffer.from(':\n\n'));
        }, heartbeatMs);
        channel.endAnswer = () => finish(controller);
        channel.openSink = (ready) => {
          onReady = ready;
          return (frames) => {
            if (over) return false;
            for (const frame of frames) controller.enqueue(eventOf(frame));
            return (controller.desiredSize ?? 0) > 0;
          };
        };
        end = channel.onStreaming({
          close: (reason) => channel.closeStream?.(reason),
          cut: () => channel.cut(),
        });
        run(controller).catch((error: unknown) => {
          if (over) return;
          over = true;
          clearInterval(heartbeat);
          controller.error(error);
          end();
        });
      },
      pull() {
        wake();
        onReady();
      },
      async cancel() {
        over = true;
        clearInterval(heartbeat);
        wake();
        end();
        await iterator.return?.();
      },
    },
    { highWaterMark: highWaterBytes, size: (event) => event.byteLength },
  );
}

const texts = new WeakMap<Frame, Uint8Array>();

/** A frame's event, made once for all answers. */
function eventOf(frame: Frame): Uint8Array {
  const known = texts.get(frame);
  if (known) return known;
  const event = nextEvent(frame.cursor, frame.json);
  texts.set(frame, event);
  return event;
}

function nextEvent(id: string | undefined, json: Buffer): Uint8Array {
  const head = `${id === undefined ? '' : `id: ${id}\n`}event: next\ndata: `;
  return Buffer.concat([Buffer.from(head), json, Buffer.from('\n\n')]);
}

export function isAsyncIterable(value: unknown): value is AsyncIterable<Result> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function* once(result: Result): AsyncGenerator<Result> {
  yield result;
}

/** By its shape: where ES and CommonJS modules mix there are two classes. */
function isGraphQLError(error: unknown): error is GraphQLError {
  return error instanceof Error && 'toJSON' in error && 'extensions' in error;
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
