import type { Delivery } from '../log/change.ts';
import type { StreamPayload } from './payload.ts';

/** One payload as all equal subscriptions get it: executed and serialised once. */
export type Frame = {
  /** JSON of the GraphQL result, UTF-8. Shared by many sockets and never modified. */
  json: Buffer;
  /** Where a client that has it resumes. */
  cursor: string;
  /** When the oldest of its changes was written, ms since 1970; undefined when it did not come live. */
  writtenAt: number | undefined;
  /** Of those of its changes whose trace is recorded. */
  deliveries?: readonly Delivery[];
};

/** A value now; a promise only where a field of the payload needs one. */
export type MaybePromise<T> = T | Promise<T>;

/** Makes the bytes of a payload. Never throws: a failure is a result with errors. */
export type Render<T> = (payload: StreamPayload<T>) => MaybePromise<Buffer>;

/** Writes frames to a subscriber's socket, in order. False: it is full, and the next ones must wait for `onReady`. */
export type FrameSink = (frames: readonly Frame[]) => boolean;

/** Opens the sink of one subscriber; `onReady` is called when it has room again. */
export type OpenSink = (onReady: () => void) => FrameSink;
