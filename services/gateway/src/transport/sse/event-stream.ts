import type { ReadableStreamDefaultController, UnderlyingSource } from 'node:stream/web';
import type { GraphQLError } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { Frame } from '../../fanout/frame.ts';
import { completeEvent, eventOf, type Result, resultEvent } from './event-text.ts';

/** An answer whose events are being sent. */
export type EventWriter = {
  /** Sends frames as events; false when the answer has no more room. */
  write(frames: readonly Frame[]): boolean;
  /** Ends the answer without `complete`, so that the client comes back with Last-Event-ID. */
  finish(): void;
};

/** The request that an answer belongs to. */
export type EventHost = {
  /** Cursor of the result that is being sent: the event's id. */
  cursor(): string | undefined;
  /** Whether only the connection has ended, so that the client should resume: then there is no `complete`. */
  isInterrupted(): boolean;
  /** Called when the answer begins to stream; returns the function to be called at its end. */
  onStart(writer: EventWriter): () => void;
  /** Called when the answer has room again. */
  onReady(): void;
  /** Breaks the connection under the answer. */
  cut(): void;
};

/** Below the shortest time-outs of common proxies (15 s). */
const heartbeatMs = 12_000;
/** A client that stopped reading does not see an end either: then the connection is cut. */
const graceMs = 2000;
/** What the client waits before it comes back, ms. */
const retryMs = 1000;
/** Bytes that may wait in an answer before it gets no further event. */
const highWaterBytes = 64 << 10;

/** Events of frames, and of results if the answer yields any. Nothing is executed for a client that does not read. */
export function eventStream(answer: unknown, host: EventHost): ReadableStream<Uint8Array> {
  const results: AsyncIterable<Result> = isAsyncIterable<Result>(answer) ? answer : once(answer as Result);
  const source = new AnswerSource(results[Symbol.asyncIterator](), host);
  return new ReadableStream<Uint8Array>(source, {
    highWaterMark: highWaterBytes,
    size: (event) => event.byteLength,
  });
}

type Controller = ReadableStreamDefaultController<Uint8Array>;

class AnswerSource implements UnderlyingSource<Uint8Array> {
  readonly #results: AsyncIterator<Result>;
  readonly #host: EventHost;
  #heartbeat: NodeJS.Timeout | undefined;
  #over = false;
  #wake = () => {};
  #onEnd = () => {};

  constructor(results: AsyncIterator<Result>, host: EventHost) {
    this.#results = results;
    this.#host = host;
  }

  start(controller: Controller): void {
    // Some clients see the headers only with the first bytes.
    controller.enqueue(Buffer.from(`retry: ${retryMs}\n\n`));
    this.#heartbeat = setInterval(() => {
      if (hasRoom(controller)) controller.enqueue(Buffer.from(':\n\n'));
    }, heartbeatMs);
    this.#onEnd = this.#host.onStart({
      write: (frames) => {
        if (this.#over) return false;
        for (const frame of frames) controller.enqueue(eventOf(frame));
        return hasRoom(controller);
      },
      finish: () => this.#finish(controller),
    });
    this.#sendResults(controller).catch((error: unknown) => {
      if (this.#over) return;
      this.#end();
      controller.error(error);
    });
  }

  pull(): void {
    this.#wake();
    this.#host.onReady();
  }

  async cancel(): Promise<void> {
    this.#end();
    this.#wake();
    await this.#results.return?.();
  }

  /** Pulls the results; a stream of frames yields nothing but its end. */
  async #sendResults(controller: Controller): Promise<void> {
    try {
      for (let next = await this.#results.next(); !next.done; next = await this.#results.next()) {
        if (this.#over) return;
        await this.#send(controller, resultEvent(this.#host.cursor(), next.value));
      }
    } catch (error) {
      if (this.#over || !isGraphQLError(error)) throw error;
      // The error that ended a stream is its last result.
      await this.#send(controller, resultEvent(undefined, { errors: [error] }));
    }
    if (this.#over) return;
    if (!this.#host.isInterrupted()) controller.enqueue(completeEvent);
    this.#finish(controller);
  }

  /** Sends an event, and waits for room for the next one. */
  async #send(controller: Controller, event: Uint8Array): Promise<void> {
    controller.enqueue(event);
    while (!hasRoom(controller) && !this.#over) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #finish(controller: Controller): void {
    if (this.#over) return;
    controller.close();
    // A client that reads to the end closes the connection; the cut then finds nothing to do.
    setTimeout(() => this.#host.cut(), graceMs).unref();
    this.#end();
  }

  #end(): void {
    this.#over = true;
    clearInterval(this.#heartbeat);
    this.#onEnd();
  }
}

function hasRoom(controller: Controller): boolean {
  return (controller.desiredSize ?? 0) > 0;
}

async function* once(result: Result): AsyncGenerator<Result> {
  yield result;
}

/** By its shape: where ES and CommonJS modules mix there are two classes. */
function isGraphQLError(error: unknown): error is GraphQLError {
  return error instanceof Error && 'toJSON' in error && 'extensions' in error;
}
