import type { Frame, FrameSink } from './frame.ts';

/** A subscriber as its channel sees it. */
export type Member = {
  /** Number of the frame that it gets next. */
  next: number;
  /** Cursor of the last frame that it got. */
  cursor: string | undefined;
  /** When it last got something or had room again, ms since 1970. */
  movedAt: number;
  write: FrameSink;
  /** Called when it was too slow: what it needs is no longer kept, and it is no member any more. */
  onLost(): void;
};

/** The members of a channel: live ones have every frame and room for more, the others are behind. */
export type ChannelMembers = {
  readonly live: number;
  readonly behind: number;
  /** Adds a member that is behind. */
  add(member: Member, next: number): void;
  isBehind(member: Member): boolean;
  /** False when it was none. */
  remove(member: Member): boolean;
  /** A member that is behind has every frame, and room. */
  goLive(member: Member): void;
  /** Writes frames to all live members; returns to how many. Those without room fall behind. */
  sendToLive(frames: readonly Frame[], now: number): number;
  /** Writes frames to a member that is behind; false when it has no more room. */
  sendTo(member: Member, frames: readonly Frame[], now: number): boolean;
  /** Number of the oldest frame that a member needs; `next` when none is behind. */
  oldestNeeded(next: number): number;
  /** Loses the members that need a frame below `seq`. */
  loseBelow(seq: number): void;
  /** Loses all members. */
  loseAll(): void;
};

export function createChannelMembers(): ChannelMembers {
  const live = new Set<Member>();
  const behind = new Set<Member>();

  function sendTo(member: Member, frames: readonly Frame[], now: number): boolean {
    member.next += frames.length;
    member.cursor = frames.at(-1)?.cursor;
    member.movedAt = now;
    return member.write(frames);
  }

  return {
    get live() {
      return live.size;
    },
    get behind() {
      return behind.size;
    },
    add(member, next) {
      member.next = next;
      behind.add(member);
    },
    isBehind: (member) => behind.has(member),
    remove: (member) => live.delete(member) || behind.delete(member),
    goLive(member) {
      behind.delete(member);
      live.add(member);
    },
    sendToLive(frames, now) {
      const sockets = live.size;
      for (const member of live) {
        if (!sendTo(member, frames, now) && live.delete(member)) behind.add(member);
      }
      return sockets;
    },
    sendTo,
    oldestNeeded(next) {
      let oldest = next;
      for (const member of behind) oldest = Math.min(oldest, member.next);
      return oldest;
    },
    loseBelow(seq) {
      for (const member of behind) {
        if (member.next >= seq) continue;
        // Removed first: a member that is lost leaves, and must find itself gone.
        behind.delete(member);
        member.onLost();
      }
    },
    loseAll() {
      const lost = [...live, ...behind];
      live.clear();
      behind.clear();
      for (const member of lost) member.onLost();
    },
  };
}
