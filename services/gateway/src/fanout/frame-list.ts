import type { Frame } from './frame.ts';

/** Frames, and bytes, that are written to a socket at once: one write of several costs little more than of one. */
export const burst = { frames: 32, bytes: 64 << 10 } as const;

/** The latest frames of a channel, numbered from 0 since it began. */
export type FrameList = {
  /** Number of the oldest frame that is still here. */
  readonly oldest: number;
  /** Number of the next frame. */
  readonly next: number;
  readonly bytes: number;
  /** The frames from `seq` on, at most a burst and at least one. */
  burstFrom(seq: number): Frame[];
  push(frame: Frame): void;
  /** Drops all below `seq`. */
  dropBelow(seq: number): void;
};

/** @param onBytes called with the number of bytes that were added, or dropped (negative) */
export function createFrameList(onBytes: (bytes: number) => void): FrameList {
  let frames: Frame[] = [];
  let oldest = 0;
  let bytes = 0;
  const count = (change: number) => {
    bytes += change;
    onBytes(change);
  };
  return {
    get oldest() {
      return oldest;
    },
    get next() {
      return oldest + frames.length;
    },
    get bytes() {
      return bytes;
    },
    burstFrom(seq) {
      const from = seq - oldest;
      const end = Math.min(frames.length, from + burst.frames);
      let to = from;
      for (let sum = 0; to < end && sum < burst.bytes; to += 1) sum += frames[to]?.json.length ?? 0;
      return frames.slice(from, to);
    },
    push(frame) {
      frames.push(frame);
      count(frame.json.length);
    },
    dropBelow(seq) {
      const dropped = frames.slice(0, seq - oldest);
      if (dropped.length === 0) return;
      frames = frames.slice(dropped.length);
      oldest += dropped.length;
      count(-dropped.reduce((sum, { json }) => sum + json.length, 0));
    },
  };
}
