import type { Frame } from './frame.ts';

/** Frames in order, numbered from 0 for ever; the oldest ones leave. */
export type FrameList = {
  /** Number of the oldest frame that is still here. */
  readonly oldest: number;
  /** Number that the next frame will get. */
  readonly next: number;
  readonly bytes: number;
  /** At most so many frames from `seq` on, and of so many bytes (one in any case). */
  slice(seq: number, max: number, maxBytes: number): Frame[];
  push(frame: Frame): void;
  /** Drops all below `seq`. */
  dropBelow(seq: number): void;
};

/** @param onBytes told how many bytes came, or left (negative) */
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
    slice(seq, max, maxBytes) {
      const from = seq - oldest;
      let to = from;
      for (let sum = 0; to < frames.length && to - from < max && sum < maxBytes; to += 1) {
        sum += frames[to]?.json.length ?? 0;
      }
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
