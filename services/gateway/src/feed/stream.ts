import type { CatchUp } from './catch-up.ts';
import type { Channel, Member } from './channel.ts';
import { type CloseReason, FeedError } from './errors.ts';
import type { Frame, OpenWay, Render } from './frame.ts';
import type { StreamLimits } from './stream-limits.ts';

export type StreamOptions = {
  /** The channel of the equal subscriptions, made anew if there is none (any more). */
  channel(): Channel;
  /** What was missed; without it a snapshot comes first. */
  missed?: CatchUp | undefined;
  render: Render;
  /** The way to the socket; opened when the stream is first pulled. */
  openWay: OpenWay;
  limits: Pick<StreamLimits, 'stallMs'>;
  now: () => number;
  /** Told once; the cursor is that of the last frame taken. */
  onClose(reason: CloseReason, cursor: string | undefined): void;
  /** A frame of this subscriber alone was handed over. */
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
};

/**
 * First a snapshot or what was missed, then a member of the channel. Nothing is left out and nothing comes twice:
 * a snapshot has its place in the channel, and who catches up joins where both are at the present.
 * Written as an iterator and not as a generator, whose `return` waits behind a pending `next`.
 * @throws FeedError SNAPSHOT_TOO_LARGE
 */
export async function openStream(options: StreamOptions): Promise<OrderStream> {
  const { missed, limits, now } = options;
  const {
    promise: ended,
    resolve: end,
    reject: fail,
  } = Promise.withResolvers<{ done: true; value: undefined }>();
  // Nobody may be listening when the stream fails after its client has gone.
  ended.catch(() => {});
  const member: Member = {
    next: 0,
    cursor: undefined,
    movedAt: now(),
    write: () => false,
    onLost: () => close('slow'),
  };
  let channel: Channel | undefined;
  let first: Frame | undefined;
  let begun = false;
  let hasRoom = true;
  let closed = false;
  let wake = () => {};

  function close(reason: CloseReason): void {
    if (closed) return;
    closed = true;
    channel?.leave(member);
    missed?.stop();
    first = undefined;
    wake();
    options.onClose(reason, member.cursor);
    end({ done: true, value: undefined });
  }

  function onReady(): void {
    if (closed || hasRoom) return;
    hasRoom = true;
    member.movedAt = now();
    wake();
    if (begun && !first) channel?.ready(member);
  }

  /** Hands over a frame that is this subscriber's alone. */
  function hand(frame: Frame): void {
    member.cursor = frame.cursor;
    member.movedAt = now();
    hasRoom = member.write(frame);
    options.onDelivered();
  }

  async function run(catchUp: CatchUp): Promise<void> {
    while (!closed) {
      if (!hasRoom) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const payload = await catchUp.next();
      if (closed) return;
      if (payload) {
        const json = await options.render(payload);
        if (!closed) hand({ json, cursor: payload.cursor, writtenAt: undefined });
        continue;
      }
      const target = options.channel();
      const busy = target.settle();
      if (busy) await busy;
      // No turn may pass between the two: what comes in between would be missed.
      else if (catchUp.isPresent()) return enterLive(target);
    }
  }

  function enterLive(target: Channel): void {
    channel = target;
    target.join(member);
    if (hasRoom) target.ready(member);
  }

  function begin(): void {
    begun = true;
    const write = options.openWay(onReady);
    member.write = (frame) => {
      hasRoom = write(frame);
      return hasRoom;
    };
    if (missed) {
      run(missed).catch((error: unknown) => {
        fail(error);
        close(error instanceof FeedError && error.code === 'CURSOR_EXPIRED' ? 'cursor_expired' : 'error');
      });
      return;
    }
    if (!first || closed) return;
    hand(first);
    first = undefined;
    if (hasRoom) channel?.ready(member);
  }

  if (!missed) {
    channel = options.channel();
    first = await channel.enter(member);
  }

  const stream: OrderStream = {
    next() {
      if (!begun && !closed) begin();
      return ended;
    },
    async return() {
      close('completed');
      return { done: true, value: undefined };
    },
    async throw(error) {
      close('error');
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    close,
    tick() {
      if (closed || (begun && hasRoom)) return;
      const isOwed = !channel || first !== undefined || channel.owes(member);
      if (isOwed && now() - member.movedAt > limits.stallMs) close('slow');
    },
  };
  return stream;
}
