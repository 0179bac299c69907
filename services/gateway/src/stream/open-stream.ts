import type { Channel } from '../fanout/channel.ts';
import type { Member } from '../fanout/channel-members.ts';
import type { Frame, FrameSink } from '../fanout/frame.ts';
import { FeedError } from '../log/feed-error.ts';
import type { CloseReason } from './close-reason.ts';
import type { FeedStream, StreamCommon, StreamOptions } from './feed-stream.ts';
import type { ResumeReader } from './resume-reader.ts';

/**
 * Opens a subscriber's stream: first a snapshot or what was missed, then it is a member of the channel. Nothing is
 * left out and nothing comes twice: a snapshot is numbered among the channel's frames, and a subscriber that resumes
 * joins where it and the channel are both at the present.
 * @throws FeedError SNAPSHOT_TOO_LARGE
 */
export async function openStream<T>(options: StreamOptions<T>): Promise<FeedStream> {
  const subscriber = new Subscriber(options);
  if (!options.missed) await subscriber.joinWithSnapshot(options.channel());
  return subscriber;
}

type Beginning<T> = Pick<StreamOptions<T>, 'channel' | 'missed' | 'render' | 'openSink'>;
type End = { done: true; value: undefined };

/**
 * A class because there are thousands: with its own closures each would be twice as large. An iterator and not a
 * generator, whose `return` waits behind a pending `next`.
 */
class Subscriber<T> implements FeedStream {
  readonly #common: StreamCommon;
  readonly #onClose: StreamOptions<T>['onClose'];
  readonly #mask: StreamOptions<T>['mask'];
  readonly #member: Member;
  readonly #end = Promise.withResolvers<End>();
  /** Released once the stream is live, so that it keeps nothing that only the beginning needed. */
  #beginning: Beginning<T> | undefined;
  #channel: Channel | undefined;
  #snapshot: Frame | undefined;
  #sink: FrameSink | undefined;
  #hasRoom = true;
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(options: StreamOptions<T>) {
    const { channel, missed, render, openSink, common } = options;
    this.#beginning = { channel, missed, render, openSink };
    this.#common = common;
    this.#onClose = options.onClose;
    this.#mask = options.mask;
    this.#member = {
      next: 0,
      cursor: undefined,
      movedAt: common.now(),
      write: (frames) => this.#write(frames),
      onLost: () => this.close('slow'),
    };
    // The stream may fail after its client has gone, when nothing awaits its end.
    this.#end.promise.catch(() => {});
  }

  async joinWithSnapshot(channel: Channel): Promise<void> {
    this.#channel = channel;
    this.#snapshot = await channel.joinWithSnapshot(this.#member);
  }

  next(): Promise<End> {
    if (!this.#sink && !this.#closed) this.#begin();
    return this.#end.promise;
  }

  async return(): Promise<End> {
    this.close('completed');
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<End> {
    this.close('error');
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  close(reason: CloseReason): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#channel?.leave(this.#member);
    this.#beginning?.missed?.stop();
    this.#beginning = undefined;
    this.#snapshot = undefined;
    this.#wake?.();
    this.#onClose(reason, this.#member.cursor);
    this.#end.resolve({ done: true, value: undefined });
  }

  isClosed(): boolean {
    return this.#closed;
  }

  tick(): void {
    if (this.#closed || (this.#sink && this.#hasRoom)) return;
    const hasPending =
      !this.#channel || this.#snapshot !== undefined || this.#channel.hasPending(this.#member);
    if (hasPending && this.#common.now() - this.#member.movedAt > this.#common.stallMs) this.close('slow');
  }

  #begin(): void {
    const beginning = this.#beginning;
    if (!beginning) return;
    this.#sink = beginning.openSink(() => this.#onReady());
    if (beginning.missed) {
      this.#sendMissed(beginning.missed, beginning).catch((error: unknown) => {
        this.#end.reject(this.#mask(error));
        this.close(
          error instanceof FeedError && error.code === 'CURSOR_EXPIRED' ? 'cursor_expired' : 'error',
        );
      });
      return;
    }
    if (!this.#snapshot) return;
    this.#writeOwn(this.#snapshot);
    this.#snapshot = undefined;
    this.#beginning = undefined;
    if (this.#hasRoom) this.#channel?.resume(this.#member);
  }

  async #sendMissed(missed: ResumeReader<T>, { channel: find, render }: Beginning<T>): Promise<void> {
    while (!this.#closed) {
      if (!this.#hasRoom) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      const payload = await missed.next();
      if (this.#closed) return;
      if (payload) {
        const json = await render(payload);
        if (!this.#closed) this.#writeOwn({ json, cursor: payload.cursor, writtenAt: undefined });
        continue;
      }
      const channel = find();
      const rendering = channel.flush();
      if (rendering) await rendering;
      // No turn may pass between the two: what comes in between would be missed.
      else if (missed.isCaughtUp()) return this.#joinLive(channel);
    }
  }

  #joinLive(channel: Channel): void {
    this.#channel = channel;
    this.#beginning = undefined;
    channel.joinLive(this.#member);
    if (this.#hasRoom) channel.resume(this.#member);
  }

  #onReady(): void {
    if (this.#closed || this.#hasRoom) return;
    this.#hasRoom = true;
    this.#member.movedAt = this.#common.now();
    this.#wake?.();
    if (!this.#snapshot) this.#channel?.resume(this.#member);
  }

  /** Writes a frame that is for this subscriber alone. */
  #writeOwn(frame: Frame): void {
    this.#member.cursor = frame.cursor;
    this.#member.movedAt = this.#common.now();
    this.#write([frame]);
    this.#common.onDelivered();
  }

  #write(frames: readonly Frame[]): boolean {
    this.#hasRoom = this.#sink?.(frames) ?? false;
    return this.#hasRoom;
  }
}
