import type { Budget } from './budget.ts';
import type { Frame, Write } from './frame.ts';
import { createFrameList } from './frame-list.ts';
import { createFramer, type FramerOptions } from './framer.ts';

/** A subscriber as its channel sees it. */
export type Member = {
  /** Number of the frame that it gets next. */
  next: number;
  /** Cursor of the last frame that it took. */
  cursor: string | undefined;
  /** When it last took something or had room again, ms. */
  movedAt: number;
  write: Write;
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
  enter(member: Member): Promise<Frame>;
  /** Undefined at the present: all changes so far are in frames. Else wait, and ask again. */
  settle(): Promise<void> | undefined;
  /** Adds a member that has everything up to the present; it goes on at `ready`. */
  join(member: Member): void;
  /** The member has room: hands it what it has not got. */
  ready(member: Member): void;
  leave(member: Member): void;
  /** Whether something waits for the member. */
  owes(member: Member): boolean;
  /** Frames and unexecuted changes that wait for who is furthest behind. */
  readonly longestQueue: number;
  /** Housekeeping, about once a second. */
  tick(): void;
};

export type ChannelOptions = FramerOptions & {
  budget: Budget;
  /** So many sockets were handed a frame at once. */
  onDelivered(sockets: number, writtenAt: number | undefined): void;
  /** The last member has left: the channel is of no use any more. */
  onEmpty(): void;
};

/**
 * A snapshot is handed to others, with the frames since, for so many times as long as it took: when everybody
 * comes back at once after a restart, snapshots take no more than a twentieth of the time.
 */
const shareFactor = 20;
const maxShareMs = 2000;

export function createChannel(options: ChannelOptions): Channel {
  const { limits, budget, now, onDelivered } = options;
  const framer = createFramer({ ...options, onQueued: schedule, onFrame: append });
  const frames = createFrameList(budget.count);
  /** Have every frame, and room. */
  const waiting = new Set<Member>();
  const behind = new Set<Member>();
  let framedAt = now();
  let scheduled = false;
  /** A snapshot of just now, and the number of the frame after it. */
  let shared: { frame: Frame | Promise<Frame>; next: number; until: number } | undefined;
  const isFresh = () => shared !== undefined && now() <= shared.until;
  const withdraw = budget.enlist({
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
    while (framer.queued > 0 && waiting.size > 0 && !framer.busy) framer.advance();
    bound();
  }

  function append(frame: Frame): void {
    framedAt = now();
    frames.push(frame);
    const sockets = waiting.size;
    for (const member of waiting) hand(member, frame, framedAt);
    if (sockets > 0) onDelivered(sockets, frame.writtenAt);
    trim();
    budget.relieve();
    if (framer.queued > 0) schedule();
  }

  function hand(member: Member, frame: Frame, at: number): boolean {
    member.next += 1;
    member.cursor = frame.cursor;
    member.movedAt = at;
    const more = member.write(frame);
    if (!more && waiting.delete(member)) behind.add(member);
    return more;
  }

  /** Drops the frames that nobody needs any more. */
  function trim(): void {
    if (shared && !isFresh() && !(shared.frame instanceof Promise)) shared = undefined;
    let needed = shared?.next ?? frames.next;
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
    if (shared && shared.next < seq) shared = undefined;
    for (const member of [...behind]) if (member.next < seq) member.onLost();
  }

  function leave(member: Member): void {
    if (!waiting.delete(member) && !behind.delete(member)) return;
    if (waiting.size + behind.size > 0) {
      trim();
      return;
    }
    framer.stop();
    shared = undefined;
    frames.dropBelow(frames.next);
    withdraw();
    options.onEmpty();
  }

  function takeSnapshot(): void {
    const began = performance.now();
    const frame = framer.snapshot();
    const took = performance.now() - began;
    const until = now() + Math.min(took * shareFactor, maxShareMs);
    const taken = { frame, next: frames.next, until };
    shared = taken;
    if (!(taken.frame instanceof Promise)) return;
    taken.frame = taken.frame.then((made) => {
      taken.frame = made;
      return made;
    });
  }

  return {
    async enter(member) {
      // From here on what it will need is kept, and so is the channel.
      member.next = frames.next;
      behind.add(member);
      try {
        while (!shared || !isFresh()) {
          const busy = framer.settle();
          if (busy) await busy;
          else takeSnapshot();
        }
        member.next = shared.next;
        return await shared.frame;
      } catch (error) {
        leave(member);
        throw error;
      }
    },
    settle: () => framer.settle(),
    join(member) {
      member.next = frames.next;
      behind.add(member);
    },
    ready(member) {
      if (!behind.has(member)) return;
      for (let frame = frames.get(member.next); frame; frame = frames.get(member.next)) {
        const more = hand(member, frame, now());
        onDelivered(1, frame.writtenAt);
        if (!more) return trim();
      }
      behind.delete(member);
      waiting.add(member);
      trim();
      pump();
    },
    leave,
    owes: (member) => behind.has(member) && (member.next < frames.next || framer.queued > 0),
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
