import type { Budget } from './budget.ts';
import type { Frame, FrameSink } from './frame.ts';
import { createFrameList } from './frame-list.ts';
import { createPayloadBuilder, type PayloadBuilderOptions } from './framer.ts';
import { createSharedSnapshot } from './shared-snapshot.ts';

/** A subscriber as its channel sees it. */
export type Member = {
  /** Number of the frame that it gets next. */
  next: number;
  /** Cursor of the last frame that it took. */
  cursor: string | undefined;
  /** When it last took something or had room again, ms. */
  movedAt: number;
  write: FrameSink;
  /** Too slow: what it needs is no longer kept. */
  onLost(): void;
};

/**
 * The live end of equal subscriptions: each change is looked at, executed and serialised once, and only while
 * a member has room for it; every member is handed every frame from its place on, in order.
 */
export type Channel = {
  /**
   * Adds a member that is to begin with a snapshot, and returns that; the member goes on at `ready`.
   * @throws FeedError SNAPSHOT_TOO_LARGE
   */
  joinWithSnapshot(member: Member): Promise<Frame>;
  /** Undefined at the present: all changes so far are in frames. Else wait, and ask again. */
  flush(): Promise<void> | undefined;
  /** Adds a member that has everything up to the present; it goes on at `ready`. */
  joinLive(member: Member): void;
  /** The member has room: hands it what it has not got. */
  resume(member: Member): void;
  leave(member: Member): void;
  /** Whether something waits for the member. */
  hasPending(member: Member): boolean;
  /** Frames and unexecuted changes that wait for who is furthest behind. */
  readonly longestQueue: number;
  /** Housekeeping, about once a second. */
  tick(): void;
};

export type ChannelOptions = PayloadBuilderOptions & {
  budget: Budget;
  /** So many sockets were handed a frame at once. */
  onDelivered(sockets: number, writtenAt: number | undefined): void;
  /** The last member has left: the channel is of no use any more. */
  onEmpty(): void;
};

/** Frames, and bytes, that are handed to a socket at once. */
const burst = 32;
const burstBytes = 64 << 10;

export function createChannel(options: ChannelOptions): Channel {
  const { limits, budget, now, onDelivered } = options;
  const framer = createPayloadBuilder({ ...options, onQueued: schedule, onFrame: append });
  const frames = createFrameList(budget.count);
  /** Have every frame, and room. */
  const waiting = new Set<Member>();
  const behind = new Set<Member>();
  let framedAt = now();
  let scheduled = false;
  /** Number after the last frame that the waiting were given, and whether a few more are being made first. */
  let handed = 0;
  let gathering = false;
  const shared = createSharedSnapshot(now);
  const withdraw = budget.register({
    get bytes() {
      return frames.bytes;
    },
    shed: () => dropBelow(frames.oldest + 1),
  });

  /** After all partitions of one answer of the broker: a payload for each would cost more. */
  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      pump();
    });
  }

  /** Nothing is executed that nobody has room for. */
  function pump(): void {
    while (framer.queued > 0 && waiting.size > 0 && !framer.busy) gather();
    bound();
  }

  /** Makes a few frames before they are handed out: one write of several costs a socket little more than of one. */
  function gather(): void {
    gathering = true;
    const before = frames.bytes;
    while (
      framer.queued > 0 &&
      !framer.busy &&
      frames.next - handed < burst &&
      frames.bytes - before < burstBytes
    ) {
      framer.advance();
    }
    gathering = false;
    handOut();
  }

  function append(frame: Frame): void {
    frames.push(frame);
    if (gathering) return;
    handOut();
    if (framer.queued > 0) schedule();
  }

  /** Gives all who wait what is new. */
  function handOut(): void {
    framedAt = now();
    const fresh = frames.slice(handed, burst, Number.POSITIVE_INFINITY);
    handed = frames.next;
    const sockets = waiting.size;
    for (const member of waiting) hand(member, fresh, framedAt);
    if (sockets > 0) for (const { writtenAt } of fresh) onDelivered(sockets, writtenAt);
    trim();
    budget.relieve();
  }

  function hand(member: Member, given: readonly Frame[], at: number): boolean {
    member.next += given.length;
    member.cursor = given.at(-1)?.cursor;
    member.movedAt = at;
    const more = member.write(given);
    if (!more && waiting.delete(member)) behind.add(member);
    return more;
  }

  /** Drops the frames that nobody needs any more. */
  function trim(): void {
    let needed = shared.oldestNeeded() ?? frames.next;
    for (const member of behind) needed = Math.min(needed, member.next);
    dropBelow(needed);
    bound();
  }

  /** Drops the oldest while there is more than may wait. */
  function bound(): void {
    const isOver = () =>
      frames.next - frames.oldest + framer.queued > limits.maxQueue ||
      frames.bytes + framer.queuedBytes > limits.maxQueueBytes;
    while (isOver() && frames.next > frames.oldest) dropBelow(frames.oldest + 1);
    if (isOver() && waiting.size === 0) for (const member of [...behind]) member.onLost();
  }

  /** Who needs a dropped frame is lost. */
  function dropBelow(seq: number): void {
    frames.dropBelow(seq);
    shared.dropBelow(seq);
    for (const member of [...behind]) if (member.next < seq) member.onLost();
  }

  function leave(member: Member): void {
    if (!waiting.delete(member) && !behind.delete(member)) return;
    if (waiting.size + behind.size > 0) {
      trim();
      return;
    }
    framer.stop();
    frames.dropBelow(frames.next);
    withdraw();
    options.onEmpty();
  }

  return {
    async joinWithSnapshot(member) {
      // From here on what it will need is kept, and so is the channel.
      member.next = frames.next;
      behind.add(member);
      try {
        let snapshot = shared.get();
        while (!snapshot) {
          const busy = framer.settle();
          if (busy) await busy;
          snapshot = shared.get() ?? (busy ? undefined : shared.make(frames.next, framer.snapshot));
        }
        member.next = snapshot.next;
        return await snapshot.frame;
      } catch (error) {
        leave(member);
        throw error;
      }
    },
    flush: () => framer.settle(),
    joinLive(member) {
      member.next = frames.next;
      behind.add(member);
    },
    resume(member) {
      if (!behind.has(member)) return;
      while (member.next < frames.next) {
        const given = frames.slice(member.next, burst, burstBytes);
        const more = hand(member, given, now());
        for (const { writtenAt } of given) onDelivered(1, writtenAt);
        if (!more) return trim();
      }
      behind.delete(member);
      waiting.add(member);
      trim();
      pump();
    },
    leave,
    hasPending: (member) => behind.has(member) && (member.next < frames.next || framer.queued > 0),
    get longestQueue() {
      let furthest = frames.next;
      for (const member of behind) furthest = Math.min(furthest, member.next);
      return frames.next - furthest + (waiting.size > 0 ? 0 : framer.queued);
    },
    tick() {
      trim();
      const isQuiet = framer.queued === 0 && !framer.busy && now() - framedAt > limits.refreshMs;
      if (isQuiet && waiting.size > 0) framer.refresh();
    },
  };
}
