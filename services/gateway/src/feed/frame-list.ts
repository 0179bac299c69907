import type { Frame } from './frame.ts';

/** Frames in order, numbered from 0 for ever; the oldest ones leave. */
export type FrameList = {
  /** Number of the oldest frame that is still here. */
  readonly oldest: number;
  /** Number that the next frame will get. */
  readonly next: number;
  readonly bytes: number;
  get(seq: number): Frame | undefined;
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
    get: (seq) => frames[seq - oldest],
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
