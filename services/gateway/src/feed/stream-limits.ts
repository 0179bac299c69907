/** Bounds of one subscriber's stream. */
export type StreamLimits = {
  /** Changes, or frames, that may wait for a subscriber, and the bytes of both. */
  maxQueue: number;
  maxQueueBytes: number;
  maxSnapshot: number;
  /** Orders in one payload of changes. */
  maxPayload: number;
  /** A subscriber that takes nothing for so long while something waits is closed. */
  stallMs: number;
  /** After so long without a payload an empty one brings a young cursor. */
  refreshMs: number;
};
