import { createChannelMembers, type Member } from './channel-members.ts';
import type { Frame } from './frame.ts';
import { FramePump, type FramePumpOptions } from './frame-pump.ts';

/**
 * The live end of equal subscriptions: each change is looked at, executed and serialised once, and only while a
 * member has room for it; every member gets every frame after the one it joined at, in order.
 */
export type Channel = {
  /**
   * Adds a member that begins with a snapshot, and returns that; the member gets what follows from `resume` on.
   * @throws FeedError SNAPSHOT_TOO_LARGE
   */
  joinWithSnapshot(member: Member): Promise<Frame>;
  /** Makes frames of all changes so far. Undefined: done; else to be called again once the promise has resolved. */
  flush(): Promise<void> | undefined;
  /** Adds a member that has everything up to now; it gets what follows from `resume` on. */
  joinLive(member: Member): void;
  /** The member has room: writes what it has not got. */
  resume(member: Member): void;
  leave(member: Member): void;
  /** Whether something waits for the member. */
  hasPending(member: Member): boolean;
  /** Frames and unexecuted changes that wait for the member that is furthest behind. */
  readonly longestQueue: number;
  /** Housekeeping, about once a second. */
  tick(): void;
};

export function createChannel(options: FramePumpOptions): Channel {
  const { now, limits } = options;
  const members = createChannelMembers();
  const pump = new FramePump(options, members);
  const { frames, snapshot, builder } = pump;

  function leave(member: Member): void {
    if (!members.remove(member)) return;
    if (members.live + members.behind === 0) pump.dispatch('emptied');
    else pump.trim();
  }

  return {
    async joinWithSnapshot(member) {
      // From here on what the member will need is kept, and so is the channel.
      members.add(member, frames.next);
      try {
        let shared = snapshot.get();
        while (!shared) {
          const rendering = pump.flush();
          if (rendering) await rendering;
          shared = snapshot.get() ?? (rendering ? undefined : snapshot.make(frames.next, builder.snapshot));
        }
        member.next = shared.next;
        return await shared.frame;
      } catch (error) {
        leave(member);
        throw error;
      }
    },
    flush: () => pump.flush(),
    joinLive(member) {
      members.add(member, frames.next);
    },
    resume(member) {
      if (!members.isBehind(member)) return;
      while (member.next < frames.next) {
        const missing = frames.burstFrom(member.next);
        const hasRoom = members.sendTo(member, missing, now());
        for (const frame of missing) pump.delivered(frame, 1);
        if (!hasRoom) return pump.trim();
      }
      members.goLive(member);
      pump.trim();
      pump.dispatch('room');
    },
    leave,
    hasPending: (member) => members.isBehind(member) && (member.next < frames.next || builder.queued > 0),
    get longestQueue() {
      const unexecuted = members.live > 0 ? 0 : builder.queued;
      return frames.next - members.oldestNeeded(frames.next) + unexecuted;
    },
    tick() {
      // Made for a subscriber that went before it joined: it would queue for nobody.
      if (members.live + members.behind === 0) return pump.dispatch('emptied');
      pump.trim();
      if (now() - pump.sentAt > limits.refreshMs) pump.dispatch('quiet');
    },
  };
}
