import type { Channel } from '../fanout/channel.ts';
import type { OpenSink, Render } from '../fanout/frame.ts';
import type { CloseReason } from './close-reason.ts';
import type { ResumeReader } from './resume-reader.ts';

/**
 * One subscriber. Its frames go to the socket by a sink; as an iterator it yields nothing but its end, or the error
 * that ended it, so that the code that speaks the transport's protocol can report that to the client.
 */
export type FeedStream = AsyncIterableIterator<never, undefined> & {
  close(reason: CloseReason): void;
  /** Closes a stalled subscriber; to be called about once a second. */
  tick(): void;
  isClosed(): boolean;
};

export type StreamOptions<T> = {
  /** The channel of the equal subscriptions, created if there is none (any more). */
  channel(): Channel;
  /** What was missed; without it a snapshot comes first. */
  missed: ResumeReader<T> | undefined;
  render: Render<T>;
  /** The sink into the socket; opened when the stream is first pulled. */
  openSink: OpenSink;
  /** What the client may know of the error that ends its stream. */
  mask(error: unknown): Error;
  /** Called once; the cursor is that of the last frame that was written. */
  onClose(reason: CloseReason, cursor: string | undefined): void;
  /** What all streams of a feed have in common. */
  common: StreamCommon;
};

export type StreamCommon = {
  /** A subscriber that reads nothing for so long while something waits is closed. */
  stallMs: number;
  now: () => number;
  /** Called when a frame for one subscriber alone was written. */
  onDelivered(): void;
};
