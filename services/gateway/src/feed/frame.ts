import type { StreamPayload } from './payload.ts';

/** One payload as all equal subscriptions get it: executed and serialised once. */
export type Frame = {
  /** JSON of the GraphQL result, UTF-8. Shared by many sockets: never changed. */
  json: Buffer;
  /** Where a client goes on that has it. */
  cursor: string;
  /** When the oldest of its changes was written, ms; undefined when it did not come live. */
  writtenAt: number | undefined;
};

/** Makes the bytes of a payload; never throws: a failure is a result with errors. A promise only where a field needs one. */
export type Render = (payload: StreamPayload) => Buffer | Promise<Buffer>;

/** Hands frames to a socket, in order. False: it is full, and the next ones must wait for `onReady`. */
export type FrameSink = (frames: readonly Frame[]) => boolean;

/** Opens the way to one subscriber; `onReady` is called when it can take more. */
export type OpenSink = (onReady: () => void) => FrameSink;
