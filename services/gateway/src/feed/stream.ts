import type { ResumeReader } from './catch-up.ts';
import type { Channel, Member } from './channel.ts';
import { type CloseReason, FeedError } from './errors.ts';
import type { Frame, OpenSink, Render, FrameSink } from './frame.ts';

export type StreamOptions = {
  /** The channel of the equal subscriptions, made anew if there is none (any more). */
  channel(): Channel;
  /** What was missed; without it a snapshot comes first. */
  missed: ResumeReader | undefined;
  render: Render;
  /** The way to the socket; opened when the stream is first pulled. */
  openSink: OpenSink;
  /** What the client may know of the error that ends its stream. */
  mask(error: unknown): Error;
  /** Told once; the cursor is that of the last frame taken. */
  onClose(reason: CloseReason, cursor: string | undefined): void;
  /** What all streams of a feed have in common. */
  common: StreamCommon;
};

export type StreamCommon = {
  /** A subscriber that takes nothing for so long while something waits is closed. */
  stallMs: number;
  now: () => number;
  /** A frame of one subscriber alone was handed over. */
  onDelivered(): void;
};

/**
 * One subscriber. Its frames go to the socket by `openWay`; as an iterator it gives nothing but its end, or the
 * error that ended it, so that whoever speaks the transport's protocol can tell the client.
 */
export type OrderStream = AsyncIterableIterator<never, undefined> & {
  close(reason: CloseReason): void;
  /** To be called now and then: closes a stalled subscriber. */
  tick(): void;
  isOver(): boolean;
};

/**
 * First a snapshot or what was missed, then a member of the channel. Nothing is left out and nothing comes twice:
 * a snapshot has its place in the channel, and who catches up joins where both are at the present.
 * @throws FeedError SNAPSHOT_TOO_LARGE
 */
export async function openStream(options: StreamOptions): Promise<OrderStream> {
  const subscriber = new Subscriber(options);
  if (!options.missed) await subscriber.enter(options.channel());
  return subscriber;
}

type Beginning = Pick<StreamOptions, 'channel' | 'missed' | 'render' | 'openSink'>;
type End = { done: true; value: undefined };

/**
 * A class because there are thousands: with functions of its own each would be twice as large. An iterator and
 * not a generator, whose `return` waits behind a pending `next`.
 */
class Subscriber implements OrderStream {
  readonly #common: StreamCommon;
  readonly #onClose: StreamOptions['onClose'];
  readonly #mask: StreamOptions['mask'];
  readonly #member: Member;
  readonly #end = Promise.withResolvers<End>();
  /** Let go once the stream is live: nothing is kept that only the beginning needed. */
  #beginning: Beginning | undefined;
  #channel: Channel | undefined;
  #first: Frame | undefined;
  #write: FrameSink | undefined;
  #hasRoom = true;
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(options: StreamOptions) {
    const { channel, missed, render, openSink, common } = options;
    this.#beginning = { channel, missed, render, openSink };
    this.#common = common;
    this.#onClose = options.onClose;
    this.#mask = options.mask;
    this.#member = {
      next: 0,
      cursor: undefined,
      movedAt: common.now(),
      write: (frames) => this.#give(frames),
      onLost: () => this.close('slow'),
    };
    // Nobody may be listening when the stream fails after its client has gone.
    this.#end.promise.catch(() => {});
  }

  /** Takes a snapshot and the place after it. */
  async enter(channel: Channel): Promise<void> {
    this.#channel = channel;
    this.#first = await channel.joinWithSnapshot(this.#member);
  }

  next(): Promise<End> {
    if (!this.#write && !this.#closed) this.#begin();
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
    this.#first = undefined;
    this.#wake?.();
    this.#onClose(reason, this.#member.cursor);
    this.#end.resolve({ done: true, value: undefined });
  }

  isOver(): boolean {
    return this.#closed;
  }

  tick(): void {
    if (this.#closed || (this.#write && this.#hasRoom)) return;
    const isOwed = !this.#channel || this.#first !== undefined || this.#channel.hasPending(this.#member);
    if (isOwed && this.#common.now() - this.#member.movedAt > this.#common.stallMs) this.close('slow');
  }

  #begin(): void {
    const beginning = this.#beginning;
    if (!beginning) return;
    this.#write = beginning.openSink(() => this.#onReady());
    if (beginning.missed) {
      this.#catchUp(beginning.missed, beginning).catch((error: unknown) => {
        this.#end.reject(this.#mask(error));
        this.close(
          error instanceof FeedError && error.code === 'CURSOR_EXPIRED' ? 'cursor_expired' : 'error',
        );
      });
      return;
    }
    if (!this.#first) return;
    this.#hand(this.#first);
    this.#first = undefined;
    this.#beginning = undefined;
    if (this.#hasRoom) this.#channel?.resume(this.#member);
  }

  async #catchUp(missed: ResumeReader, { channel: find, render }: Beginning): Promise<void> {
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
        if (!this.#closed) this.#hand({ json, cursor: payload.cursor, writtenAt: undefined });
        continue;
      }
      const channel = find();
      const busy = channel.flush();
      if (busy) await busy;
      // No turn may pass between the two: what comes in between would be missed.
      else if (missed.isPresent()) return this.#join(channel);
    }
  }

  #join(channel: Channel): void {
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
    if (!this.#first) this.#channel?.resume(this.#member);
  }

  /** Hands over a frame that is this subscriber's alone. */
  #hand(frame: Frame): void {
    this.#member.cursor = frame.cursor;
    this.#member.movedAt = this.#common.now();
    this.#give([frame]);
    this.#common.onDelivered();
  }

  #give(frames: readonly Frame[]): boolean {
    this.#hasRoom = this.#write?.(frames) ?? false;
    return this.#hasRoom;
  }
}
